import { type ChildProcess, spawn } from "node:child_process";
import type { LoadOrder, LoadResult } from "./load";

/** A peer's server in a process of its own. */
export interface Peer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts `peers/<file>.ts` and waits until it answers. */
export async function startPeer(
  file: string,
  port: number,
  path: string,
  env: Record<string, string>,
): Promise<Peer> {
  // Ours runs as `npm start` runs it.
  const flags = file === "ours" ? ["--max-semi-space-size=32"] : [];
  const child = node([...flags, "--import", "tsx", `tests/bench/peers/${file}.ts`], {
    ...env,
    PORT: String(port),
  });
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`${file} did not start`)));
    child.stdout?.on("data", (chunk: Buffer) => chunk.toString().includes("Ready") && resolve());
  });
  return {
    url: `http://127.0.0.1:${port}${path}`,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Sends a load from a process of its own. */
export async function load(order: LoadOrder): Promise<LoadResult> {
  const child = node(["--import", "tsx", "tests/bench/load.ts", JSON.stringify(order)], {});
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  await new Promise((resolve) => child.once("exit", resolve));
  return JSON.parse(output) as LoadResult;
}

function node(args: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, args, {
    env: { NODE_ENV: "production", PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
}
