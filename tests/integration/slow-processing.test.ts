import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createLockWatch } from "@/lib/background/lock-watch";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { type Database, openDatabase } from "@/lib/db/connect/client";
import { processPending } from "@/lib/webhooks/process/process";
import { makeClient } from "../support/client";
import { cloneTemplate } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";
import { tokenJson } from "../support/facts/token-bodies";

let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let database: Database;
let site: Awaited<ReturnType<typeof makeSite>>;

beforeAll(async () => {
  clone = await cloneTemplate();
  const limits = { statement: 0, lock: 100, idleInTransaction: 0, answer: 0 };
  database = openDatabase(clone.url, 4, { name: "slow-processing", limits });
});
beforeEach(async () => {
  site = await makeSite(database);
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});

async function deliver(token: string): Promise<void> {
  const receiver = makeReceiver(database, site.ring, site.webhookKey);
  expect(await receiver.deliver(tokenJson(token))).toMatchObject({ status: 200 });
}

const states = async () => {
  const rows = await database.prisma.delivery.findMany({ where: { siteId: site.siteId } });
  return rows.map(({ processing }) => processing);
};

it("halves a batch that takes longer than a transaction may, and so does all of it", async () => {
  await database.pool.query(`
    CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1.2); RETURN NEW; END';
    CREATE TRIGGER slow BEFORE INSERT ON api_token_events FOR EACH ROW EXECUTE FUNCTION be_slow()`);
  for (const token of ["A", "B", "C"]) await deliver(token);
  const watch = createLockWatch(database, { stuckAfterMs: 2_500, everyMs: 50 });
  watch.start();
  try {
    await processPending(SYSTEM_SCOPE, database, site.ring, { longestMs: 2_000 });
  } finally {
    await watch.stop();
    await database.pool.query("DROP FUNCTION be_slow CASCADE");
  }
  expect(await states()).toEqual(["done", "done", "done"]);
});

it("parks nothing because a table was locked", async () => {
  await deliver("D");
  const blocker = makeClient(clone.url);
  await blocker.connect();
  try {
    await blocker.query("BEGIN; LOCK TABLE api_token_events IN ACCESS EXCLUSIVE MODE");
    for (let tries = 0; tries < 6; tries += 1) {
      await processPending(SYSTEM_SCOPE, database, site.ring);
      await database.pool.query("UPDATE deliveries SET next_attempt_at = now() WHERE processing = 'pending'");
    }
    expect(await states()).toEqual(["pending"]);
  } finally {
    await blocker.end();
  }
  await processPending(SYSTEM_SCOPE, database, site.ring);
  expect(await states()).toEqual(["done"]);
});
