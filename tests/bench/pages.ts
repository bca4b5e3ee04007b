import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { signIn } from "../support/browser/sign-in";
import { freePort } from "../support/free-port";
import { printRow, quantile } from "./tables";

/** Payments in each database; a tenth as many people. */
const SIZES = (process.env.BENCH_SIZES ?? "10000,1000000").split(",").map(Number);
/** Folders that `npm run seed` filled with DATA_DIR, instead of filling new ones. */
const FOLDERS = process.env.BENCH_DATA?.split(",");
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 15);

const PAGES = [
  "/",
  "/transactions",
  "/transactions?period=7d",
  "/transactions?period=30d",
  "/transactions?status=declined",
  "/transactions?direction=credit",
  "/transactions?currency=GBP",
  "/transactions?fx=1",
  "/transactions?unattributed=1",
  "/transactions?q=carrefour",
  "/transactions?q=108%2C05",
  "/transactions/unattributed",
  "/users",
  "/users?q=martin",
  "/users?q=martni",
  "/users?state=revoked",
  "/deliveries",
] as const;
const SOUGHT = ["camille", "carrefour", "108,05", "martin léa"];

/** Milliseconds until the rows are there, and until the answer ends. */
interface Times {
  readonly rows: number;
  readonly whole: number;
}

interface Filled {
  readonly name: string;
  readonly url: string;
  readonly cookie: string;
  stop(): Promise<void>;
}

/** Whole pages of the production build as a member of staff gets them, over databases of several sizes. */
export async function benchPages(): Promise<void> {
  const filled: Filled[] = [];
  try {
    for (const [index, size] of SIZES.entries()) filled.push(await startFilled(size, FOLDERS?.[index]));
    console.log(
      `\nPages of the production build, ${ROUNDS} rounds in turn, in ms: until the rows are there, median · p95; until the last figure, median\n`,
    );
    printRow(["page", ...filled.map(({ name }) => name), "largest against smallest"]);
    printRow(["---", ...filled.map(() => "---"), "---"]);
    for (const page of PAGES)
      await compare(page, filled, ({ url, cookie }) => getPage(`${url}${page}`, cookie));
    for (const typed of SOUGHT)
      await compare(`palette: ${typed}`, filled, ({ url, cookie }) => seek(url, cookie, typed));
  } finally {
    for (const each of filled) await each.stop();
  }
}

async function compare(name: string, filled: readonly Filled[], ask: (of: Filled) => Promise<Times>) {
  const times = filled.map((): Times[] => []);
  for (let round = -1; round < ROUNDS; round += 1)
    for (const [index, each] of filled.entries()) {
      const taken = await ask(each);
      if (round >= 0) times[index]?.push(taken);
    }
  const rows = times.map((each) => each.map((taken) => taken.rows));
  const columns = rows.map((each, index) => {
    const whole = quantile(times[index]?.map((taken) => taken.whole) ?? [], 0.5);
    return `${quantile(each, 0.5).toFixed(0)} · ${quantile(each, 0.95).toFixed(0)}; ${whole.toFixed(0)}`;
  });
  const ratio = quantile(rows.at(-1) ?? [], 0.5) / quantile(rows[0] ?? [], 0.5);
  printRow([name, ...columns, `${ratio.toFixed(2)} ×`]);
}

/** Figures that take longer than the rows follow in the same answer. */
async function getPage(url: string, cookie: string): Promise<Times> {
  const began = performance.now();
  const response = await fetch(url, { headers: { cookie }, redirect: "manual" });
  let rows: number | null = null;
  let text = "";
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    text += decoder.decode(part, { stream: true });
    if (rows === null && text.includes("</table>")) rows = performance.now() - began;
  }
  const whole = performance.now() - began;
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  return { rows: rows ?? whole, whole };
}

async function seek(url: string, cookie: string, typed: string): Promise<Times> {
  const began = performance.now();
  const response = await fetch(`${url}/api/palette`, {
    method: "POST",
    headers: { cookie, origin: url, "Content-Type": "application/json" },
    body: JSON.stringify({ typed }),
  });
  await response.arrayBuffer();
  const whole = performance.now() - began;
  if (response.status !== 200) throw new Error(`the palette answered ${response.status}`);
  return { rows: whole, whole };
}

async function startFilled(size: number, folder: string | undefined): Promise<Filled> {
  const own = folder ?? (await mkdtemp(path.join(tmpdir(), "anytime-bench-pages-")));
  const port = await freePort();
  const env = { ...process.env, DATA_DIR: own, PORT: String(port), LOG_LEVEL: "warn" };
  if (folder === undefined) {
    const counts = ["--users", String(Math.ceil(size / 10)), "--transactions", String(size), "--yes"];
    await ended(spawn(process.execPath, ["--import", "tsx", "scripts/seed.ts", ...counts], { env }));
  }
  const server = spawn(process.execPath, ["--import", "tsx", "tests/bench/peers/pages.ts"], { env });
  const { url, email, password } = await readiness(server);
  const { cookie } = await signIn(url, { email, password });
  return {
    name: `${size.toLocaleString("en")} payments`,
    url,
    cookie,
    stop: async () => {
      const exited = ended(server);
      server.kill("SIGTERM");
      await exited;
      if (folder === undefined) await rm(own, { recursive: true, force: true });
    },
  };
}

/** What a page server says once it is ready. */
function readiness(server: ChildProcess): Promise<{ url: string; email: string; password: string }> {
  let said = "";
  return new Promise((resolve, reject) => {
    server.once("exit", () => reject(new Error(`the page server did not start:\n${said}`)));
    server.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
    server.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const line = said.split("\n").find((each) => each.startsWith('{"url"'));
      if (line !== undefined && said.includes("\n")) resolve(JSON.parse(line));
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once("exit", () => resolve()));
}
