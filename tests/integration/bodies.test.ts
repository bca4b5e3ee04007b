import { randomBytes } from "node:crypto";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { open, seal } from "@/lib/crypto/seal";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { monthOf, monthOfId, partitionName } from "@/lib/db/partitions";
import { removeBodies } from "@/lib/privacy/remove-bodies";
import { resealTable } from "@/lib/privacy/reseal";
import { readDelivery } from "@/lib/webhooks/read/delivery-detail-store";
import { makeComingMonths } from "@/lib/webhooks/receive/bodies-store";
import type { InboxRow } from "@/lib/webhooks/receive/inbox-row";
import { insertDeliveries } from "@/lib/webhooks/receive/inbox-store";
import { decideDeliveries } from "@/lib/webhooks/review/decide";
import { dryRun } from "@/lib/webhooks/review/dry-run";
import { makeClient } from "../support/client";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";
import { tokenJson } from "../support/facts/token-bodies";

const SEPTEMBER = monthOf(new Date(Date.UTC(2026, 8)));
const OLD = { msecs: Date.UTC(2026, 8, 15) };
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let clock = 1_795_600_000;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  // An address list that says nothing about who sends, so that a reused pair is held.
  site = await makeSite(database, { allowedIps: ["*"] });
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

const token = (name: string, timestamp = String(clock++), partnerRef = VECTOR_PARTNER_REF) =>
  tokenJson(name, { timestamp, partnerRef });

const listMonths = async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'delivery_bodies'::regclass ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
};
const name = (month: ReturnType<typeof monthOf>) => partitionName("delivery_bodies", month);
const countBodies = () => database.prisma.deliveryBody.count();
const latest = () =>
  database.prisma.delivery.findFirstOrThrow({
    where: { siteId: site.siteId },
    orderBy: { id: "desc" },
  });
const bodyOf = async (id: string) => (await readDelivery(SYSTEM_SCOPE, database.prisma, id))?.bodySealed;

/** A row as intake makes it, with an id of one's own. */
function rowOf(id: string): InboxRow {
  const digest = randomBytes(32).toString("hex");
  return {
    ...{ id, siteId: site.siteId, receivedAt: new Date(), digest, pairDigest: digest, eventName: "other" },
    ...{ reference: null, bankTimestamp: "1", bankCreatedAt: null, currentTry: null, maxTries: null },
    ...{ contentType: null, userAgent: null, encoding: "json", bodySize: 4, sourceAddress: null },
    ...{ peerAddress: null, forwardedFor: null, addressLeg: "match", hashLeg: "match", hashRendering: null },
    ...{ ageSeconds: 0, revokes: null },
  };
}
const store = (ids: readonly string[]) => {
  const batch = ids.map((id) => ({
    row: rowOf(id),
    bodySealed: randomBytes(4),
    repeats: 0,
    createdAt: null,
  }));
  return insertDeliveries(SYSTEM_SCOPE, database, batch);
};

/** Takes a delivery in as if in September. */
async function deliverEarlier(body: string): Promise<string> {
  await receiver.deliver(body);
  const { id: now } = await latest();
  const id = v7(OLD);
  const place = (row: string) => ({ table: "deliveries", row, site: site.siteId });
  const { sealed } = await database.prisma.deliveryBody.delete({ where: { id: now } });
  await store([v7(OLD)]); // makes the month
  const again = seal(site.ring, place(id), open(site.ring, place(now), sealed));
  await database.prisma.deliveryBody.create({ data: { id, sealed: again } });
  await database.prisma.delivery.update({
    where: { id: now },
    data: { id, receivedAt: new Date(OLD.msecs) },
  });
  return id;
}
const settle = (id: string, data: object) => database.prisma.delivery.update({ where: { id }, data });
const settleOthers = () =>
  database.pool.query(
    `UPDATE deliveries SET processing = 'done', received_at = $1 WHERE id < $2 AND event_name = 'other'`,
    [new Date(OLD.msecs), v7({ msecs: SEPTEMBER.to.getTime() })],
  );
const decide = (ids: string[], decision: "released" | "replayed") =>
  decideDeliveries(
    SYSTEM_SCOPE,
    database,
    { ring: site.ring, auditKey: "a key for the audit trail of this test" },
    { ids, decision, reason: "checked" },
  );

describe("a month that nobody made", () => {
  it("is made by whoever needs it", async () => {
    expect(await listMonths()).toEqual([]);
    expect((await receiver.deliver(token("first"))).body).toEqual({ status: "accepted" });
    expect(await listMonths()).toEqual([name(monthOf(new Date()))]);
    expect(await bodyOf((await latest()).id)).toBeInstanceOf(Uint8Array);
  });

  it("costs nothing where a refusal is the first to need it", async () => {
    await database.pool.query(`DROP TABLE ${name(monthOf(new Date()))}`);
    expect((await receiver.deliver(token("refused", "5", "another"))).status).toBe(401);
    const refused = await database.prisma.delivery.findFirstOrThrow({ where: { verdict: "quarantined" } });
    expect(await bodyOf(refused.id)).toBeInstanceOf(Uint8Array);
  });

  it("costs nothing at a month's edge, in one batch", async () => {
    const edge = Date.UTC(2027, 0, 1);
    const ids = [v7({ msecs: edge - 1 }), v7({ msecs: edge })];
    expect([...(await store(ids)).values()]).toEqual(["accepted", "accepted"]);
    expect(await listMonths()).toEqual(expect.arrayContaining(ids.map((id) => name(monthOfId(id)))));
  });

  it("stores bodies whatever month their ids tell of, however far a clock is off", async () => {
    const ids = [0, Date.UTC(2099, 11, 31), 2 ** 48 - 1].map((msecs) => v7({ msecs }));
    expect((await store(ids)).size).toBe(3);
    for (const id of ids) expect(await bodyOf(id)).toHaveLength(4);
  });

  it("is made by one of many at the same time", async () => {
    const ids = Array.from({ length: 8 }, () => v7({ msecs: Date.UTC(2030, 5, 1) }));
    const stored = await Promise.all(ids.map((id) => store([id])));
    expect(stored.flatMap((each) => [...each.values()])).toEqual(ids.map(() => "accepted"));
  });
});

it("makes the month and three to come, once however often it is asked", async () => {
  const make = () => makeComingMonths(SYSTEM_SCOPE, database.prisma);
  await Promise.all([make(), make()]);
  const wanted = [0, 1, 2, 3].map((later) => name(monthOf(new Date(), later)));
  expect(await listMonths()).toEqual(expect.arrayContaining(wanted));
});

it("stores a delivery and its body together or not at all, and once however often it is tried", async () => {
  const id = v7();
  const before = await database.prisma.delivery.count();
  await database.pool.query("ALTER TABLE delivery_bodies ADD CONSTRAINT no_more CHECK (false) NOT VALID");
  await expect(store([id])).rejects.toThrow("no_more");
  await database.pool.query("ALTER TABLE delivery_bodies DROP CONSTRAINT no_more");
  expect(await database.prisma.delivery.count()).toBe(before);
  expect((await store([id])).get(id)).toBe("accepted");
  expect(await bodyOf(id)).toHaveLength(4);
});

describe("the removal of a month", () => {
  it("waits until the month is over", async () => {
    expect(await removeBodies(SYSTEM_SCOPE, database.url, monthOf(new Date()))).toEqual({
      outcome: "not_over",
    });
    const january = monthOf(new Date(Date.UTC(2020, 0)));
    expect(await removeBodies(SYSTEM_SCOPE, database.url, january)).toEqual({ outcome: "removed", kept: 0 });
  });

  it("loses nothing that is wanted, while notifications come in", async () => {
    const pending = await deliverEarlier(token("pending"));
    const timestamp = String(clock++);
    const done = await deliverEarlier(token("done", timestamp));
    const held = await deliverEarlier(token("held", timestamp));
    const refused = await deliverEarlier(token("refused", String(clock++), "another"));
    const failed = await deliverEarlier(token("failed"));
    const waiting = await deliverEarlier(token("waiting"));
    const decided = await deliverEarlier(token("decided"));
    const late = await deliverEarlier(token("late"));
    await settleOthers();
    await settle(done, { processing: "done" });
    await settle(failed, { processing: "parked", error: "body: odd" });
    await settle(waiting, { processing: "waiting", nextAttemptAt: new Date(Date.UTC(2100, 0)) });
    await settle(decided, { processing: "parked", decision: "discarded" });
    // A clock that was wrong gave it an id of September.
    await settle(late, { processing: "done", receivedAt: new Date() });

    let removing = true;
    const answers: unknown[] = [];
    const sending = (async () => {
      while (removing) answers.push((await receiver.deliver(token(`during ${answers.length}`))).body);
    })();
    const removed = await removeBodies(SYSTEM_SCOPE, database.url, SEPTEMBER);
    removing = false;
    await sending;

    expect(removed).toEqual({ outcome: "removed", kept: 6 });
    expect(answers.length).toBeGreaterThan(0);
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set(['{"status":"accepted"}']),
    );
    expect(await listMonths()).not.toContain(name(SEPTEMBER));
    for (const id of [pending, held, refused, failed, waiting, late])
      expect(await bodyOf(id), id).toBeInstanceOf(Uint8Array);
    for (const id of [done, decided]) expect(await bodyOf(id)).toBeNull();

    await receiver.process();
    const left = { siteId: site.siteId, eventName: "token_created", processing: "pending" } as const;
    expect(await database.prisma.delivery.count({ where: left })).toBe(0);
    expect(await database.prisma.delivery.findUnique({ where: { id: pending } })).toMatchObject({
      processing: "done",
    });
    const before = await database.prisma.apiToken.count();
    expect(await decide([held], "released")).toMatchObject({ done: 1 });
    await receiver.process();
    expect(await database.prisma.apiToken.count()).toBe(before + 1);
    // There is nothing to process again of what was removed, and nobody pretends there is.
    expect(await decide([done], "replayed")).toEqual({ done: 0, skipped: 1, refused: 0 });
    expect(await dryRun(SYSTEM_SCOPE, database, site.ring, done)).toMatchObject({ ok: false });
  });

  it("lets what was moved be sealed with a new key", async () => {
    const held = await deliverEarlier(token("to be sealed anew"));
    await settleOthers();
    expect(await removeBodies(SYSTEM_SCOPE, database.url, SEPTEMBER)).toEqual({
      outcome: "removed",
      kept: 1,
    });
    await database.pool.query("DELETE FROM delivery_bodies WHERE length(sealed) < 20");
    const { bodyId } = await database.prisma.delivery.findUniqueOrThrow({ where: { id: held } });
    await database.pool.query("DELETE FROM delivery_bodies WHERE id <> $1", [bodyId]);
    const parsed = parseKeyRing(`new:${randomBytes(32).toString("base64")}`);
    if (!parsed.ok) throw new Error(parsed.problem);
    const both = { ...site.ring, keys: [...parsed.ring.keys, ...site.ring.keys] } as typeof site.ring;
    const progress = await resealTable(
      SYSTEM_SCOPE,
      database.prisma,
      both,
      "delivery_bodies",
      () => undefined,
      () => false,
    );
    expect(progress).toMatchObject({ total: 1, done: 1, unknown: 0 });
    const sealed = await bodyOf(held);
    const place = { table: "deliveries", row: held, site: site.siteId };
    expect(open(parsed.ring, place, sealed ?? Buffer.alloc(0)).toString()).toContain("to be sealed anew");
  });

  it("gives up where somebody reads for long, goes on later, and keeps what came in between", async () => {
    await store([v7(OLD)]);
    await settleOthers();
    const reader = makeClient(database.url);
    await reader.connect();
    try {
      await reader.query("BEGIN; SELECT count(*) FROM delivery_bodies");
      expect(await removeBodies(SYSTEM_SCOPE, database.url, SEPTEMBER)).toEqual({ outcome: "busy" });
      // Whoever brings notifications waits for nobody meanwhile.
      expect((await receiver.deliver(token("meanwhile"))).body).toEqual({ status: "accepted" });
      await reader.query("COMMIT");
    } finally {
      await reader.end();
    }
    const before = await countBodies();
    const odd = v7(OLD);
    expect((await store([odd])).get(odd)).toBe("accepted");
    expect(await countBodies()).toBeGreaterThan(before);
    expect(await removeBodies(SYSTEM_SCOPE, database.url, SEPTEMBER)).toEqual({
      outcome: "removed",
      kept: 1,
    });
    expect(await bodyOf(odd)).toHaveLength(4);
    await vi.waitFor(async () => expect(await listMonths()).not.toContain(name(SEPTEMBER)));
  });
});
