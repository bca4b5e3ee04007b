import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeBodies } from "../bench/bodies";
import { cloneTemplate } from "../support/database";

/** How often the server is killed under load: seldom for every commit, 20 times in `npm run test:long`. */
const KILLS = Number(process.env.CRASHES ?? 2);
const SENDERS = 32;
const KEY = randomBytes(24).toString("hex");
const PORT = 20_000 + Math.floor(Math.random() * 20_000);
const TYPE = "application/x-www-form-urlencoded";

let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let settings: Record<string, string>;

beforeAll(async () => {
  clone = await cloneTemplate();
  settings = {
    NODE_ENV: "production",
    PATH: process.env.PATH ?? "",
    DATABASE_URL: clone.url,
    PORT: String(PORT),
    APP_URL: "http://localhost",
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    AUDIT_KEY: randomBytes(32).toString("base64"),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    ANYTIME_WEBHOOK_KEY: KEY,
  };
});
afterAll(() => clone.drop());

async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "tests/bench/peers/ours.ts"], {
    env: settings as NodeJS.ProcessEnv,
  });
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error("the server did not start")));
    child.stdout.on("data", (chunk: Buffer) => chunk.toString().includes("Ready") && resolve());
  });
  return child;
}

it("keeps everything that it acknowledged, once, whenever it is killed", { timeout: 1_200_000 }, async () => {
  const acknowledged: string[] = [];
  let first = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = await start();
    const { bodies } = makeBodies("form", first, 20_000);
    first += 20_000;
    let dead = false;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    setTimeout(
      () => {
        dead = true;
        child.kill("SIGKILL");
      },
      300 + Math.random() * 1_200,
    );
    let next = 0;
    const send = async (): Promise<void> => {
      while (!dead) {
        const body = bodies[next++];
        if (body === undefined) return;
        const response = await fetch(`http://127.0.0.1:${PORT}/api/webhooks/anytime/${KEY}`, {
          method: "POST",
          headers: { "Content-Type": TYPE },
          body: new Uint8Array(body),
        }).catch(() => null);
        if (response?.status === 200) acknowledged.push(txidOf(body));
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, send));
    await exited;
  }
  // A last start processes what the killed ones left.
  const child = await start();
  const client = new pg.Client({ connectionString: clone.url });
  await client.connect();
  const pending = async () =>
    (await client.query("SELECT 1 FROM deliveries WHERE processing = 'pending' LIMIT 1")).rowCount;
  while ((await pending()) !== 0) await new Promise((resolve) => setTimeout(resolve, 100));
  const { rows } = await client.query<{ txid: string; versions: number }>(
    "SELECT txid, (SELECT count(*)::int FROM transaction_versions v WHERE v.transaction_id = t.id) AS versions FROM card_transactions t",
  );
  await client.end();
  child.kill("SIGKILL");
  const kept = new Map(rows.map(({ txid, versions }) => [txid, versions]));
  expect(acknowledged.length).toBeGreaterThan(KILLS * 50);
  expect(acknowledged.filter((txid) => kept.get(txid) !== 1)).toEqual([]);
});

function txidOf(body: Buffer): string {
  return /%5Btxid%5D=(\d+)/.exec(body.toString("latin1"))?.[1] ?? "";
}
