import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { LoadOrder, LoadResult } from "./load";

/** A peer's server in a process of its own. */
export interface Peer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * Starts `peers/<file>.ts` and waits until it answers.
 *
 * @param folder of the checkout it is taken from
 */
export async function startPeer(
  file: string,
  port: number,
  path: string,
  env: Record<string, string>,
  folder = process.cwd(),
): Promise<Peer> {
  // Ours runs as `npm start` runs it.
  const flags = file === "ours" ? ["--max-semi-space-size=32"] : [];
  const args = [...flags, "--import", "tsx", `tests/bench/peers/${file}.ts`];
  const child = node(args, { ...env, PORT: String(port) }, folder);
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`${file} did not start`)));
    child.stdout?.on("data", (chunk: Buffer) => chunk.toString().includes("Ready") && resolve());
  });
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}${path}`,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** A peer's resident memory in bytes, as Linux counts it; 0 elsewhere. */
export function readMemory({ pid }: Peer): number {
  try {
    const pages = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1];
    return Number(pages) * 4_096;
  } catch {
    return 0;
  }
}

/** Sends a load from a process of its own. */
export async function load(order: LoadOrder): Promise<LoadResult> {
  // Bodies are made beforehand, and are many.
  const flags = ["--max-old-space-size=6000", "--import", "tsx"];
  return JSON.parse(await outputOf(node([...flags, "tests/bench/load.ts", JSON.stringify(order)], {})));
}

/** How fast an inbox was drained, a second, and what that cost Node, in µs a delivery; round by round. */
export interface DrainResult {
  readonly rates: readonly number[];
  readonly cpu: readonly number[];
  readonly rows: number;
  readonly deliveries: number;
}

/**
 * Fills a database and drains its inbox in a process of its own, run as `npm start` runs ours.
 *
 * @param folder of the checkout that does so
 */
export async function drain(env: Record<string, string>, folder = process.cwd()): Promise<DrainResult> {
  const sizes = Object.entries(process.env).filter(([name]) => name.startsWith("BENCH_"));
  const all = { ...env, ...(Object.fromEntries(sizes) as Record<string, string>) };
  const flags = ["--max-semi-space-size=32", "--import", "tsx"];
  return JSON.parse(await outputOf(node([...flags, "tests/bench/drain.ts"], all, folder)));
}

async function outputOf(child: ChildProcess): Promise<string> {
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  await new Promise((resolve) => child.once("exit", resolve));
  return output;
}

function node(args: string[], env: Record<string, string>, cwd = process.cwd()): ChildProcess {
  return spawn(process.execPath, args, {
    cwd,
    env: { NODE_ENV: "production", PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
}
