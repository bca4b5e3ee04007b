import { type ChildProcess, spawn } from "node:child_process";
import { log } from "@/lib/log";

/** The user that a server runs as, if it is not us. */
export interface ServerOwner {
  uid?: number;
  gid?: number;
}

/** A server process that is kept running. */
export interface SupervisedServer {
  /** Stops it and waits for it. */
  stop(): Promise<void>;
  /** Whether its first process ended before it had been up for a while. */
  failedAtOnce(): boolean;
  /** The end of its standard error. */
  lastWords(): string;
}

const RESTART_MS = 500;
/** If it ends sooner than this, starting it again does not help. */
const STEADY_MS = 3_000;

/** Starts a server, and restarts it whenever it ends by itself after running for a while. */
export function superviseServer(command: {
  command: string;
  args: readonly string[];
  owner: ServerOwner;
}): SupervisedServer {
  let stopping = false;
  let steady = false;
  let failed = false;
  let words = "";
  let restart: NodeJS.Timeout | undefined;
  let server: ChildProcess;

  const start = (): void => {
    server = spawn(command.command, [...command.args], {
      ...command.owner,
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
      env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH ?? "", LC_ALL: "C", TZ: "UTC" },
    });
    server.stderr?.on("data", (chunk: Buffer) => {
      words = (words + chunk.toString("utf8")).slice(-2_000);
    });
    const up = setTimeout(() => {
      steady = true;
    }, STEADY_MS).unref();
    server.once("exit", (code, signal) => {
      clearTimeout(up);
      if (stopping) return;
      if (!steady) {
        failed = true;
        return;
      }
      // What it left behind (children, a lock) may prevent the next one from starting: then that one ends, and so on.
      log.error({ code, signal }, "the embedded Postgres ended by itself; restarting it");
      restart = setTimeout(start, RESTART_MS);
    });
  };
  start();
  return {
    stop: async () => {
      stopping = true;
      clearTimeout(restart);
      if (server.exitCode !== null || server.signalCode !== null) return;
      const exited = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGINT"); // "fast": ends sessions, keeps data
      await exited;
    },
    failedAtOnce: () => failed,
    lastWords: () => words.trim(),
  };
}
