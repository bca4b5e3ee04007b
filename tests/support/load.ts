import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { makeBodies } from "../bench/bodies";
import { makeClient } from "./client";
import { freePort } from "./free-port";

const SENDERS = 32;
const TYPE = "application/x-www-form-urlencoded";

/** A server in its own process, and what is needed to send it deliveries. */
export interface LoadedServer {
  readonly child: ChildProcess;
  readonly url: string;
}

/** The settings shared by the servers of a test. */
export function makeServerSettings(databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: "production",
    PATH: process.env.PATH ?? "",
    DATABASE_URL: databaseUrl,
    APP_URL: "http://localhost",
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    AUDIT_KEY: randomBytes(32).toString("base64"),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    ANYTIME_WEBHOOK_KEY: randomBytes(24).toString("hex"),
  };
}

/** Starts the webhook's door and the processor in a separate process, and waits until it answers. */
export async function startLoadedServer(
  settings: Readonly<Record<string, string>>,
  peer: "ours" | "next-door" = "ours",
): Promise<LoadedServer> {
  const port = await freePort();
  const child = spawn(process.execPath, ["--import", "tsx", `tests/bench/peers/${peer}.ts`], {
    env: { ...settings, PORT: String(port) } as unknown as NodeJS.ProcessEnv,
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error(`the server did not start:\n${said}`)));
    child.stdout.on("data", (chunk: Buffer) => chunk.toString().includes("Ready") && resolve());
  });
  return { child, url: `http://127.0.0.1:${port}/api/webhooks/anytime/${settings.ANYTIME_WEBHOOK_KEY}` };
}

/** Kills a server and waits until it is gone. */
export async function killServer({ child }: LoadedServer): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await exited;
}

/** Deliveries to send, each with its own txid. */
export function makeLoad(first: number, count: number): Buffer[] {
  return makeBodies("form", first, count).bodies;
}

/** Sends one delivery. @returns the status, null if nobody answered */
export async function sendTo(url: string, body: Buffer): Promise<number | null> {
  const request = { method: "POST", headers: { "Content-Type": TYPE }, body: new Uint8Array(body) };
  const response = await fetch(url, request).catch(() => null);
  await response?.arrayBuffer().catch(() => undefined);
  return response?.status ?? null;
}

/** Sends deliveries over many connections until all are sent, or it is told to stop. */
export async function sendAll(
  bodies: readonly Buffer[],
  send: (body: Buffer) => Promise<void>,
  stopped: () => boolean = () => false,
): Promise<void> {
  let next = 0;
  const sender = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined && !stopped(); body = bodies[next++]) await send(body);
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

/** The txid of one of our bodies. */
export function txidOf(body: Buffer): string {
  return /%5Btxid%5D=(\d+)/.exec(body.toString("latin1"))?.[1] ?? "";
}

/** Waits until everything received is processed. @returns how many versions each transaction has, by txid */
export async function readProcessed(databaseUrl: string): Promise<Map<string, number>> {
  const client = makeClient(databaseUrl);
  await client.connect();
  const pending = async () =>
    (await client.query("SELECT 1 FROM deliveries WHERE processing = 'pending' LIMIT 1")).rowCount;
  while ((await pending()) !== 0) await sleep(100);
  const { rows } = await client.query<{ txid: string; versions: number }>(
    "SELECT txid, (SELECT count(*)::int FROM transaction_versions v WHERE v.transaction_id = t.id) AS versions FROM card_transactions t",
  );
  await client.end();
  return new Map(rows.map(({ txid, versions }) => [txid, versions]));
}
