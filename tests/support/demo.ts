import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { embeddedUrl } from "../../scripts/support/database-url";
import { makeClient } from "./client";
import { freePort } from "./free-port";

/** `npm run demo`, on its own ports and in its own data folder. */
export interface RunningDemo {
  readonly url: string;
  readonly bank: string;
  readonly email: string;
  readonly password: string;
  readonly dataDir: string;
  readonly webhookUrl: string;
  /** Tells the simulated bank to do something: `pay`, `revoke`, `settle`, `trigger`, … */
  control(action: string, input?: unknown): Promise<Record<string, unknown>>;
  /** Queries its database: for what a test cannot wait for. */
  query(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Everything the process wrote. */
  output(): string;
  stop(): Promise<void>;
}

const READY_MS = 240_000;
const WEBHOOK_KEY = "e2e-key-7hQ2mVx9Kd4TzRb8Ws";

/** A folder that `npm run seed` filled, to try the tests at another size. It is kept. */
const FILLED = process.env.DEMO_DATA;

/** Starts the demo like a person would, but without automatic payments. */
export async function startDemo(env: Record<string, string> = {}): Promise<RunningDemo> {
  const dataDir = FILLED ?? (await mkdtemp(path.join(tmpdir(), "anytime-e2e-")));
  const [port, bankPort] = await Promise.all([env.PORT ?? freePort(), freePort()]);
  const email = "lea@kiosque.example";
  const password = "correct-horse-battery";
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/demo.ts"], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      PORT: String(port),
      SANDBOX_PORT: String(bankPort),
      DEMO_RATE: "0",
      DEMO_TROUBLE: "0",
      DEMO_RETRIES: "soon",
      ADMIN_EMAIL: email,
      ADMIN_PASSWORD: password,
      ANYTIME_WEBHOOK_KEY: WEBHOOK_KEY,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exited;
    if (FILLED === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  for (let waited = 0; !/^Ready /m.test(output); waited += 100) {
    if (child.exitCode !== null || waited > READY_MS) {
      await stop();
      throw new Error(`The demo did not start:\n${output}`);
    }
    await sleep(100);
  }
  const bank = `http://127.0.0.1:${bankPort}`;
  return {
    url: `http://localhost:${port}`,
    bank,
    email,
    password,
    dataDir,
    webhookUrl: `http://127.0.0.1:${port}/api/webhooks/anytime/${WEBHOOK_KEY}`,
    control: async (action, input) => {
      const init = input === undefined ? {} : { method: "POST", body: JSON.stringify(input) };
      const response = await fetch(`${bank}/control/${action}`, init);
      if (!response.ok) throw new Error(`/control/${action}: ${await response.text()}`);
      return (await response.json()) as Record<string, unknown>;
    },
    query: async (text, values) => {
      const found = await embeddedUrl(dataDir);
      if (!found.ok) throw new Error(found.problem);
      const client = makeClient(found.url);
      await client.connect();
      try {
        return (await client.query<Record<string, unknown>>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
    output: () => output,
    stop,
  };
}
