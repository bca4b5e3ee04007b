import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { readOr, readWapiti } from "./report";
import { addressOf, type Target } from "./targets";

/** Where a tool works, against whom, and how long at most. */
export interface Run {
  readonly folder: string;
  readonly url: string;
  readonly seconds: number;
}

const SETTING = { env: process.env, answer: "" };
/** To write a report in. */
const LAST_WORDS_MS = 15_000;

/** Names of tools that this machine lacks. */
export function missingTools(): string[] {
  return ["sqlmap", "wapiti"].filter((tool) => spawnSync(tool, ["--version"]).error !== undefined);
}

/** Runs a tool to its end or to its time, and keeps what it says. @returns whether it came to its end */
async function runTool(
  tool: string,
  args: readonly string[],
  { folder, seconds }: Run,
  { env, answer }: { readonly env: NodeJS.ProcessEnv; readonly answer: string } = SETTING,
): Promise<boolean> {
  const child = spawn(tool, args, { cwd: folder, env, stdio: "pipe" });
  child.stdin.end(answer);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  let isLate = false;
  const stop = () => {
    isLate = true;
    child.kill("SIGINT");
  };
  const limit = setTimeout(stop, seconds * 1_000);
  const last = setTimeout(() => child.kill("SIGKILL"), seconds * 1_000 + LAST_WORDS_MS);
  await new Promise<void>((resolve) => child.once("close", () => resolve()));
  clearTimeout(limit);
  clearTimeout(last);
  writeFileSync(path.join(folder, "log.txt"), output);
  return !isLate;
}

/** Of sqlmap: 1 tries each name with fewer texts, and ends on all of them in half an hour. */
const LEVEL = z.enum(["1", "2", "3", "4", "5"]).parse(process.env.SCAN_LEVEL || "2");
const SQLMAP = [
  ...["--batch", `--level=${LEVEL}`, "--risk=1", "--technique=BEUST", "--dbms=PostgreSQL", "--time-sec=2"],
  // Each page has a nonce of its own: what people read is compared.
  ...["--flush-session", "--disable-coloring", "--skip-waf", "--text-only", "--timeout=10", "--retries=0"],
  // Signing in and the callback refuse: what they say is compared all the same.
  "--ignore-code=*",
];

/** Tries to inject SQL into names of a query, one after another. @returns where it could, or that it did not end */
export async function attackNames(run: Run, targets: readonly Target[]): Promise<string[]> {
  const [list, results] = [path.join(run.folder, "targets.txt"), path.join(run.folder, "results.csv")];
  writeFileSync(list, targets.map((target) => addressOf(run.url, target)).join("\n"));
  const args = [...SQLMAP, `--output-dir=${run.folder}`, `--results-file=${results}`, "-m", list];
  const ended = await runTool("sqlmap", [...args, "--param-filter=GET"], run);
  const [, ...found] = readOr(results, "").trim().split("\n");
  const said = readOr(path.join(run.folder, "log.txt"), "");
  const tested = new Set([...said.matchAll(/^GET (\S+)$/gm)].map(([, at]) => at)).size;
  const unended = ended && tested === targets.length ? [] : [`was at ${tested} of ${targets.length} names`];
  return say("sqlmap", targets[0], [...found, ...unended, ...failuresIn(said)]);
}

/** What sqlmap could not do. */
function failuresIn(said: string): string[] {
  const lines = said.split("\n").filter((line) => /\[(?:CRITICAL|ERROR)\]/.test(line));
  return lines
    .filter((line) => !/appear to be injectable|user quit/.test(line))
    .map((line) => line.slice(11));
}

/** Tries to inject SQL into the fields of a body, or into the end of a path. */
export async function attackBody(run: Run, target: Target): Promise<string[]> {
  const { path: at, body } = target;
  const sent =
    body === undefined
      ? ["-u", `${run.url}${at}*`]
      : ["-u", `${run.url}${at}`, `--data=${body.text}`, `--headers=Content-Type: ${body.type}`];
  const ended = await runTool("sqlmap", [...SQLMAP, `--output-dir=${run.folder}`, ...sent], run);
  const said = readOr(path.join(run.folder, "log.txt"), "");
  const found = [...said.matchAll(/^Parameter: .*$/gm)].map(([text]) => text);
  return say("sqlmap", target, [...found, ...(ended ? [] : ["its time was over"]), ...failuresIn(said)]);
}

/** Asks nobody else: modules that need a server of wapiti's makers are left out. */
const MODULES = "blindsql,cookieflags,crlf,csp,csrf,exec,file,http_headers,methods,redirect,sql,xss";
/** Nothing leaves this machine: it would fetch lists of its makers. When it is stopped, it asks whether to report. */
const WAPITI = { env: { ...process.env, https_proxy: "http://127.0.0.1:9" }, answer: "r\n" };

/** Attacks one page and its addresses in every way that wapiti knows. @returns what it found */
export async function tryEverything(run: Run, targets: readonly Target[]): Promise<string[]> {
  const [first = "", ...others] = targets.map((target) => addressOf(run.url, target));
  const args = [
    ...["-u", first, ...others.flatMap((other) => ["-s", other])],
    ...["-m", MODULES, "--scope", "page", "-d", "1", "--flush-session", "--store-session", run.folder],
    ...["--max-attack-time", String(run.seconds / 14), "--no-bugreport", "-t", "9", "-v", "1"],
    ...["-f", "json", "-o", path.join(run.folder, "report.json")],
  ];
  const ended = await runTool("wapiti", args, run, WAPITI);
  const found = readWapiti(path.join(run.folder, "report.json"));
  return say("wapiti", targets[0], [...found, ...(ended ? [] : ["its time was over"])]);
}

const say = (tool: string, target: Target | undefined, texts: readonly string[]) =>
  texts.map((text) => `${tool} ${target?.path}: ${text}`);
