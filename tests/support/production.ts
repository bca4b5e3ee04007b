import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { BENCH_PARTNER_REF } from "../bench/bodies";
import { freePort } from "./free-port";
import { makeServerSettings } from "./load";

/** The server of `npm start`, in its own process. Needs a build. */
export interface Production {
  readonly child: ChildProcess;
  /** Where it listens, whatever its public URL is. */
  readonly url: string;
  readonly webhookUrl: string;
  /** Everything it wrote. */
  output(): string;
  /** Resolves once the port is open, before pages are available. */
  opened(): Promise<void>;
  /** Resolves once it is ready. */
  ready(): Promise<void>;
  /** Sends a signal. @returns the exit code */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Settings of a server on its own port, whose bank is on loopback. */
export async function makeProductionSettings(databaseUrl: string): Promise<Record<string, string>> {
  const port = String(await freePort());
  return {
    ...makeServerSettings(databaseUrl),
    APP_URL: `http://localhost:${port}`,
    PORT: port,
    HOST: "127.0.0.1",
    ANYTIME_PARTNER_ID: randomBytes(32).toString("hex"),
    ANYTIME_PARTNER_REF: BENCH_PARTNER_REF,
    ANYTIME_CONNECT_ORIGIN: "http://127.0.0.1:4400",
    ANYTIME_ALLOWED_IPS: "127.0.0.1",
  };
}

/** Starts it without waiting. */
export function startProduction(settings: Readonly<Record<string, string>>): Production {
  // As `npm start` does.
  const args = ["--max-semi-space-size=32", "--import", "tsx", "scripts/start.ts"];
  const child = spawn(process.execPath, args, {
    env: settings as unknown as NodeJS.ProcessEnv,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const until = async (met: () => Promise<boolean> | boolean): Promise<void> => {
    while (!(await met())) {
      if (child.exitCode !== null) throw new Error(`the server did not start:\n${output}`);
      await sleep(5);
    }
  };
  const url = `http://127.0.0.1:${settings.PORT}`;
  return {
    child,
    url,
    webhookUrl: `${url}/api/webhooks/anytime/${settings.ANYTIME_WEBHOOK_KEY}`,
    output: () => output,
    opened: () => until(() => isOpen(Number(settings.PORT))),
    ready: () => until(() => /^Ready /m.test(output)),
    stop: (signal = "SIGTERM") => {
      child.kill(signal);
      return exited;
    },
  };
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}
