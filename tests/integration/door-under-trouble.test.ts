import { afterAll, beforeAll, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import type { Database } from "@/lib/db/connect/client";
import { openDatabases } from "@/lib/db/connect/pools";
import { countTry } from "@/lib/db/rate-limit";
import { createSiteCache } from "@/lib/sites/finding/site-cache";
import { createInbox } from "@/lib/webhooks/receive/inbox";
import { makeClient } from "../support/client";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

const CONNECTIONS = 20;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let pools: ReturnType<typeof openDatabases>;
let site: Awaited<ReturnType<typeof makeSite>>;

beforeAll(async () => {
  database = await createTestDatabase();
  pools = openDatabases(database.url, CONNECTIONS);
  site = await makeSite(database, { allowedIps: ["*"] });
});
afterAll(async () => {
  await pools.close();
  await database.close();
});

/** A receiver as the runtime wires one. */
function makeDoor() {
  const made = makeReceiver(pools.background, site.ring, site.webhookKey);
  made.deps.sites = createSiteCache(pools.intake, site.ring, pools.staff);
  made.deps.inbox = createInbox({ database: pools.intake, onCommitted: () => undefined });
  return made;
}

function notification(n: number): string {
  const timestamp = String(1_794_900_000 + n);
  const data = { hash: hashTimestamp(timestamp, VECTOR_PARTNER_REF), timestamp, event_name: "token_created" };
  return JSON.stringify({ notification: { data: { ...data, token: `t${n}`, custom_reference: "" } } });
}

const sessionsOf = async (pool: string) =>
  (
    await database.pool.query<{ count: number }>(
      "SELECT count(*)::int FROM pg_stat_activity WHERE application_name LIKE $1 AND datname = current_database()",
      [`anytime-dashboard ${pool} %`],
    )
  ).rows[0]?.count ?? 0;

/** Fills a pool with statements that wait for a lock, and some more behind them. */
async function fill({ pool }: Database, table: string): Promise<Promise<unknown>[]> {
  const asked = Array.from({ length: CONNECTIONS }, () =>
    pool.query(`SELECT count(*) FROM ${table}`).catch((error: unknown) => error),
  );
  await expect.poll(() => pool.waitingCount, { timeout: 10_000 }).toBeGreaterThan(0);
  return asked;
}

it("takes every notification in while pages and background work wait for a table that is locked", async () => {
  const door = makeDoor();
  const locker = makeClient(database.url);
  await locker.connect();
  await locker.query("BEGIN");
  await locker.query("LOCK TABLE audit_entries, rate_limits IN ACCESS EXCLUSIVE MODE");
  const waiting = [
    ...(await fill(pools.staff, "audit_entries")),
    ...(await fill(pools.background, "audit_entries")),
    ...Array.from({ length: 12 }, (_, n) =>
      countTry(pools.staff.prisma, `sign-in ${n}`, 9).catch(() => null),
    ),
  ];
  const strangers = Array.from({ length: 100 }, (_, n) =>
    door.deliver("x", { key: `random-${n}`.padEnd(40, "x") }),
  );
  const answers = await Promise.all(Array.from({ length: 60 }, (_, n) => door.deliver(notification(n))));
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused, `${refused.length} of 60`).toEqual([]);
  expect(new Set((await Promise.all(strangers)).map(({ status }) => status))).toEqual(new Set([404]));
  await locker.query("ROLLBACK");
  await locker.end();
  await Promise.all(waiting);
  const held = await Promise.all(["intake", "staff", "background"].map(sessionsOf));
  expect(held.reduce((sum, count) => sum + count, 0)).toBeLessThan(CONNECTIONS);
});

it("gives each pool limits of its own, which Postgres keeps", async () => {
  const limitsOf = async ({ pool }: Database) => {
    const { rows } = await pool.query<Record<string, string>>(
      `SELECT current_setting('statement_timeout') AS statement, current_setting('lock_timeout') AS lock,
         current_setting('idle_in_transaction_session_timeout') AS idle`,
    );
    return rows[0];
  };
  expect(await limitsOf(pools.intake)).toEqual({ statement: "4s", lock: "3s", idle: "5s" });
  expect(await limitsOf(pools.staff)).toEqual({ statement: "15s", lock: "5s", idle: "15s" });
  expect(await limitsOf(pools.background)).toEqual({ statement: "1min", lock: "15s", idle: "15s" });
});
