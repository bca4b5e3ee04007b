import { afterAll, beforeAll, expect, it } from "vitest";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { fingerprint } from "@/lib/crypto/secrets";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { type Database, openDatabase } from "@/lib/db/connect/client";
import { processPending } from "@/lib/webhooks/process/process";
import { cloneTemplate } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";
import { tokenJson } from "../support/facts/token-bodies";

/** More than a batch, so that the bodies of the last ones are read while the first are written. */
const DELIVERIES = 1_100;
let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let database: Database;

beforeAll(async () => {
  clone = await cloneTemplate();
  database = openDatabase(clone.url, 4);
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});

const tokenCreated = (number: number) =>
  tokenJson(`T${number}`, { timestamp: String(1_794_950_000 + number) });

/** @returns the id of the delivery that arrived last */
async function deliverMany(receiver: ReturnType<typeof makeReceiver>): Promise<string> {
  const numbers = Array.from({ length: DELIVERIES }, (_, number) => number);
  for (const { status } of await Promise.all(numbers.map((number) => receiver.deliver(tokenCreated(number)))))
    expect(status).toBe(200);
  const { id } = await database.prisma.delivery.findFirstOrThrow({ orderBy: { id: "desc" } });
  return id;
}

const undone = (siteId: string) =>
  database.prisma.delivery.findMany({
    where: { siteId, processing: { not: "done" } },
    select: { id: true, processing: true, error: true },
  });

/**
 * Processes, and does something to stored bodies where a batch ends: with what open pages hear. By then the next batch is
 * read, and nobody else sees this yet.
 */
async function processWhile(ring: KeyRing, statement: string): Promise<void> {
  await database.pool.query(`
    CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN ${statement}; RETURN NULL; END$$;
    CREATE TRIGGER meddle AFTER INSERT ON live_events FOR EACH STATEMENT EXECUTE FUNCTION meddle()`);
  await processPending(SYSTEM_SCOPE, database, ring);
  await database.pool.query("DROP FUNCTION meddle CASCADE");
}

it("applies of each delivery what was read of it while the batch before was written", async () => {
  const site = await makeSite(database);
  await deliverMany(makeReceiver(database, site.ring, site.webhookKey));
  // Whoever read them now would find nothing.
  await processWhile(site.ring, "UPDATE delivery_bodies SET sealed = '\\x00'");
  expect(await undone(site.siteId)).toEqual([]);
  const tokens = await database.prisma.apiTokenEvent.findMany({
    where: { delivery: { siteId: site.siteId } },
    select: { token: { select: { fingerprint: true } } },
    orderBy: { delivery: { bankTimestamp: "asc" } },
  });
  const given = Array.from({ length: DELIVERIES }, (_, number) => fingerprint(`T${number}`).toString("hex"));
  expect(tokens.map(({ token }) => Buffer.from(token.fingerprint).toString("hex"))).toEqual(given);
});

it("applies nothing whose body was removed after it was read", async () => {
  const site = await makeSite(database);
  const last = await deliverMany(makeReceiver(database, site.ring, site.webhookKey));
  await processWhile(site.ring, `DELETE FROM delivery_bodies WHERE id = '${last}'`);
  expect(await undone(site.siteId)).toEqual([{ id: last, processing: "pending", error: "BodyMissingError" }]);
});

it("does what can be read where one of the next bodies cannot", async () => {
  const site = await makeSite(database);
  const last = await deliverMany(makeReceiver(database, site.ring, site.webhookKey));
  await database.pool.query(
    "UPDATE delivery_bodies SET sealed = set_byte(sealed, 40, 255 - get_byte(sealed, 40)) WHERE id = $1",
    [last],
  );
  await processPending(SYSTEM_SCOPE, database, site.ring);
  expect(await undone(site.siteId)).toEqual([{ id: last, processing: "pending", error: "SealBrokenError" }]);
  expect(await database.prisma.apiToken.count({ where: { siteId: site.siteId } })).toBe(DELIVERIES - 1);
});
