import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createLockWatch } from "@/lib/background/lock-watch";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { type Database, openDatabase } from "@/lib/db/connect/client";
import { PROCESSOR_LOCK } from "@/lib/db/locks";
import { processPending } from "@/lib/webhooks/process/process";
import { makeClient } from "../support/client";
import { cloneTemplate } from "../support/database";
import {
  killServer,
  type LoadedServer,
  makeLoad,
  makeServerSettings,
  readProcessed,
  sendAll,
  sendTo,
  startLoadedServer,
  txidOf,
} from "../support/load";

const LONG = { timeout: 120_000 };

let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let settings: Record<string, string>;
let replica: LoadedServer;
let blocker: ReturnType<typeof makeClient>;
let database: Database;

beforeEach(async () => {
  clone = await cloneTemplate();
  settings = makeServerSettings(clone.url);
  replica = await startLoadedServer(settings);
  blocker = makeClient(clone.url);
  await blocker.connect();
  database = openDatabase(clone.url, 3);
});
afterEach(async () => {
  await killServer(replica);
  await blocker.end();
  await database.close();
  await clone.drop();
});

/** Waits until the backend that has the processing lock, another than the blocker's, is as described. */
async function untilHolder(condition: string): Promise<void> {
  const holder = `SELECT 1 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.objid = $1 AND l.granted AND a.datname = current_database() AND ${condition}`;
  while ((await database.pool.query(holder, [PROCESSOR_LOCK])).rowCount === 0) await sleep(20);
}

/** Sends as the bank does: up to three times. */
async function send(bodies: readonly Buffer[]): Promise<void> {
  await sendAll(bodies, async (body) => {
    const statuses = [];
    while (statuses.length < 3 && statuses.at(-1) !== 200) statuses.push(await sendTo(replica.url, body));
    expect(statuses).toContain(200);
  });
}

/** Does the work in this process, as a second replica does once it has freed the lock. */
async function takeOver(): Promise<void> {
  const ring = parseKeyRing(settings.ENCRYPTION_KEYS ?? "");
  if (!ring.ok) throw new Error(ring.problem);
  const watch = createLockWatch(database, { stuckAfterMs: 2_000, everyMs: 200 });
  watch.start();
  const held = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = $1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  while ((await database.pool.query(held, [PROCESSOR_LOCK])).rowCount !== 0) await sleep(20);
  await watch.stop();
  await processPending(SYSTEM_SCOPE, database, ring.ring);
}

/** Wakes the replica: what it had taken is done already, and what comes now it does. */
async function expectHarmlessAwakening(bodies: readonly Buffer[]): Promise<void> {
  replica.child.kill("SIGCONT");
  const more = makeLoad(50_000, 3);
  await send(more);
  const kept = await readProcessed(clone.url);
  expect(kept).toEqual(new Map([...bodies, ...more].map((body) => [txidOf(body), 1])));
  const { rows } = await database.pool.query("SELECT DISTINCT attempts, processing::text FROM deliveries");
  expect(rows).toEqual([{ attempts: 0, processing: "done" }]);
}

it("loses the lock where it was stopped between two statements", LONG, async () => {
  await blocker.query("BEGIN; LOCK TABLE live_events IN ACCESS EXCLUSIVE MODE");
  const bodies = makeLoad(0, 1);
  await send(bodies);
  await untilHolder("wait_event_type = 'Lock'");
  replica.child.kill("SIGSTOP");
  await blocker.query("ROLLBACK");
  await untilHolder("state = 'idle in transaction'");
  await takeOver();
  await expectHarmlessAwakening(bodies);
});

it("loses the lock where it was stopped in the middle of a large read", LONG, async () => {
  // More than the buffers between the two can take, so that Postgres is kept sending.
  const padding = Buffer.from(`&padding=${"x".repeat(60_000)}`);
  const bodies = makeLoad(0, 200).map((body) => Buffer.concat([body, padding]));
  await blocker.query("SELECT pg_advisory_lock($1)", [PROCESSOR_LOCK]);
  await send(bodies);
  await blocker.query("BEGIN; LOCK TABLE deliveries IN ACCESS EXCLUSIVE MODE");
  await blocker.query("SELECT pg_advisory_unlock($1)", [PROCESSOR_LOCK]);
  await untilHolder("wait_event_type = 'Lock'");
  replica.child.kill("SIGSTOP");
  await blocker.query("ROLLBACK");
  await untilHolder("wait_event = 'ClientWrite'");
  await takeOver();
  await expectHarmlessAwakening(bodies);
});
