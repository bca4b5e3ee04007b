import { type ChildProcess, spawn } from "node:child_process";
import { log } from "@/lib/log";

/** Whom a server runs as, where it is not us. */
export interface ServerOwner {
  uid?: number;
  gid?: number;
}

/** A server process that is kept running. */
export interface SupervisedServer {
  /** Stops it and waits for it. */
  stop(): Promise<void>;
  /** Whether its first process ended before it was ever up for a while. */
  failedAtOnce(): boolean;
  /** The end of what it wrote to its standard error. */
  lastWords(): string;
}

const RESTART_MS = 500;
/** One that ends sooner than this cannot be helped by starting it again. */
const STEADY_MS = 3_000;

/** Starts a server, and again whenever it ends by itself after it ran for a while. */
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
      // What it left behind (its children, a lock) may keep the next one from starting: then that ends, and so on.
      log.error({ code, signal }, "the embedded Postgres ended by itself; it is started again");
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
