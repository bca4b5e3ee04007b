import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The result of running an image's steps in folders: how it would be started. */
export interface RehearsedImage {
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
}

interface Stage {
  readonly name: string;
  readonly root: string;
  workdir: string;
  env: Record<string, string>;
}

// Of this process's own settings, only what an engine would set too.
const ENGINE = {
  NODE_ENV: undefined,
  PATH: process.env.PATH ?? "",
  HOME: process.env.HOME ?? "/",
} as unknown as NodeJS.ProcessEnv;

/** A user who owns nothing on this machine, for steps after `USER`. */
export const NOBODY = { uid: 65_534, gid: 65_534 };

/**
 * Runs a Dockerfile's steps without a container engine: each stage is a folder, paths are below it, and the base image
 * is this machine. It knows the instructions that ours uses, and refuses others.
 *
 * @param context folder that COPY without --from copies from: what the engine would get
 * @param root empty folder for the stages
 */
export function rehearseImage(dockerfile: string, context: string, root: string): RehearsedImage {
  const stages: Stage[] = [];
  const started = { command: [] as string[], healthCheck: [] as string[] };
  for (const [instruction, rest] of readInstructions(readFileSync(dockerfile, "utf8"))) {
    if (instruction === "FROM") stages.push(openStage(rest, root, stages.length));
    else if (instruction === "CMD") started.command = JSON.parse(rest) as string[];
    else if (instruction === "HEALTHCHECK")
      started.healthCheck = JSON.parse(rest.slice(rest.indexOf("CMD") + 3)) as string[];
    else perform(instruction, rest, stages, context);
  }
  const last = stages.at(-1);
  if (last === undefined) throw new Error("The Dockerfile has no stage.");
  const env = { ...last.env, SECRETS_DIR: path.join(last.root, last.env.SECRETS_DIR ?? "/secrets") };
  return { workdir: last.workdir, env, ...started };
}

function perform(instruction: string, rest: string, stages: readonly Stage[], context: string): void {
  const stage = stages.at(-1);
  if (stage === undefined) throw new Error(`${instruction} before FROM`);
  if (instruction === "WORKDIR") stage.workdir = within(stage, rest, true);
  else if (instruction === "ENV") Object.assign(stage.env, readPairs(rest));
  else if (instruction === "COPY") copy(stage, rest, stages, context);
  else if (instruction === "RUN") run(stage, rest);
  else if (!["USER", "VOLUME", "EXPOSE"].includes(instruction))
    throw new Error(`The rehearsal does not know ${instruction}.`);
}

function readInstructions(text: string): [string, string][] {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return lines.map((line) => {
    const space = line.indexOf(" ");
    return [line.slice(0, space), line.slice(space + 1).trim()];
  });
}

function openStage(rest: string, root: string, index: number): Stage {
  const name = / AS (\w+)$/.exec(rest)?.[1] ?? `stage${index}`;
  const stage = { name, root: path.join(root, name), workdir: "/", env: {} };
  mkdirSync(stage.root, { recursive: true });
  return stage;
}

function within(stage: Stage, target: string, make = false): string {
  const found = target.startsWith("/") ? path.join(stage.root, target) : path.join(stage.workdir, target);
  if (make) mkdirSync(found, { recursive: true });
  return found;
}

function readPairs(rest: string): Record<string, string> {
  return Object.fromEntries(rest.split(/\s+/).map((pair) => pair.split("=") as [string, string]));
}

function copy(stage: Stage, rest: string, stages: readonly Stage[], context: string): void {
  const words = rest.split(/\s+/);
  const from = words[0]?.startsWith("--from=") ? words.shift()?.slice("--from=".length) : undefined;
  const source = stages.find(({ name }) => name === from);
  const target = within(stage, words.pop() ?? "", true);
  for (const word of words) {
    const file = source === undefined ? path.join(context, word) : within(source, word);
    // The contents of a folder are copied; a file goes into the named folder.
    const folder = word === "." || !path.extname(word) || path.basename(word) === ".next";
    cpSync(file, folder ? target : path.join(target, path.basename(word)), { recursive: true });
  }
}

function run(stage: Stage, script: string): void {
  const here = script
    .replaceAll("/secrets", path.join(stage.root, "secrets"))
    .replaceAll("node:node", `${NOBODY.uid}:${NOBODY.gid}`);
  const { status, stdout, stderr } = spawnSync("sh", ["-ec", here], {
    cwd: stage.workdir,
    env: { ...ENGINE, ...stage.env },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`RUN ${script}\n${stdout.slice(-2_000)}${stderr.slice(-2_000)}`);
}
