import { afterAll, beforeAll, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Cursor } from "@/lib/db/cursors/cursor";
import { readAfter } from "@/lib/db/cursors/list-cursor";
import { newId } from "@/lib/db/id";
import { readStatBuckets } from "@/lib/webhooks/metrics/delivery-metrics-store";
import { toSeries, windowStart } from "@/lib/webhooks/metrics/stat-series";
import {
  countDeliveries,
  listDeliveries,
  readDeliveryChoices,
  readDeliveryHealth,
} from "@/lib/webhooks/read/deliveries-store";
import { readDeliveryView } from "@/lib/webhooks/read/delivery-detail";
import {
  type DeliveryFilters,
  deliveryFiltersSchema,
  deliveryListKey,
  pinPeriod,
} from "@/lib/webhooks/read/delivery-filters";
import { decideDeliveries } from "@/lib/webhooks/review/decide";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

const ELSEWHERE: Scope = {
  ...SYSTEM_SCOPE,
  beyondSites: false,
  sites: ["00000000-0000-7000-8000-000000000000"],
};
const HOUR_MS = 3_600_000;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let userId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database, { allowedIps: ["*"] });
  receiver = makeReceiver(database, site.ring, site.webhookKey);
  await deliverAll();
  userId = newId();
  const now = new Date();
  await database.prisma.linkedUser.create({
    data: { id: userId, siteId: site.siteId, name: "Camille Roux", stateSince: now, createdAt: now },
  });
  await database.prisma.card.updateMany({ data: { linkedUserId: userId } });
});
afterAll(() => database.close());

interface Sent {
  event: string;
  timestamp: string;
  reference: string;
  hash?: string;
  try?: number;
  more?: object;
}
function notification({ event, timestamp, reference, hash, more, ...sent }: Sent): string {
  const data = {
    hash: hash ?? hashTimestamp(timestamp, VECTOR_PARTNER_REF),
    timestamp,
    event_name: event,
    ...more,
  };
  return JSON.stringify({ notification: { reference, current_try: sent.try ?? 1, max_tries: 3, data } });
}
const token = (name: string) => ({ token: name, custom_reference: "" });
const payment = (txid: string, status = "A") => ({
  body: {
    card_ref: "C1",
    acc_id: "A1",
    transaction: { txid, amount: "12.50", currency: "EUR", status, type: "D", description: "SHOP" },
  },
});
const TOKEN = {
  event: "token_created",
  timestamp: "101",
  reference: "ref-token",
  more: token("secret-token-one"),
};
const PAID = {
  event: "card_transaction_received",
  timestamp: "102",
  reference: "ref-paid",
  more: payment("tx1"),
};
const SETTLED = { ...PAID, timestamp: "103", reference: "ref-settled", more: payment("tx1", "S") };

async function deliverAll(): Promise<void> {
  const anHourAgo = { at: new Date(Date.now() - 2 * HOUR_MS) };
  await receiver.deliver(notification(TOKEN), anHourAgo);
  const wrong = { ...PAID, hash: hashTimestamp("102", "an older reference") };
  await receiver.deliver(notification(wrong), { address: "203.0.113.9" });
  await receiver.deliver(notification({ ...PAID, try: 2 }));
  await receiver.deliver(notification({ ...PAID, try: 3 }));
  await receiver.deliver(notification(SETTLED));
  await receiver.deliver(notification({ event: "card_blocked", timestamp: "104", reference: "ref-odd" }));
  // The pair of the first, with other data: held, since the address proves nothing.
  await receiver.deliver(notification({ ...TOKEN, reference: "ref-forged", more: token("two") }));
  await receiver.deliver("x=1");
  await receiver.process();
}

async function references(filters: DeliveryFilters, scope: Scope = SYSTEM_SCOPE): Promise<(string | null)[]> {
  const { rows } = await listDeliveries(scope, database.prisma, filters, { after: null, limit: 50 });
  return rows.map((row) => row.reference).toSorted();
}
async function idOf(reference: string): Promise<string> {
  const where = { reference, verdict: { not: "quarantined" as const }, replayOfId: null };
  return (await database.prisma.delivery.findFirstOrThrow({ where })).id;
}

it.each<[DeliveryFilters, (string | null)[]]>([
  [{ event: "token_created" }, ["ref-forged", "ref-token"]],
  [{ event: "card_blocked" }, ["ref-odd"]],
  [{ verdict: "accepted" }, ["ref-odd", "ref-paid", "ref-settled", "ref-token"]],
  [{ verdict: "held" }, ["ref-forged"]],
  [{ verdict: "quarantined" }, [null, "ref-paid"]],
  [{ verdict: "duplicate" }, ["ref-paid"]],
  [{ verdict: "retried" }, ["ref-paid"]],
  [{ reason: "pair_spent" }, ["ref-forged"]],
  [{ reason: "hash_mismatch" }, ["ref-paid"]],
  [{ try: "2" }, ["ref-paid"]],
  [{ try: "3" }, []],
  [{ try: "1", event: "card_transaction_received" }, ["ref-paid", "ref-settled"]],
  [{ period: "1h", event: "token_created" }, ["ref-forged"]],
  [{ period: "24h", event: "token_created" }, ["ref-forged", "ref-token"]],
  [{ from: "2000-01-01", to: "2000-01-02" }, []],
  [{ address: "203.0.113.9" }, ["ref-paid"]],
  [{ q: "ref-token" }, ["ref-token"]],
  [{ q: "tx1" }, ["ref-paid", "ref-settled"]],
  [{ q: "ref-tok" }, []],
])("%j shows %j", async (filters, expected) => {
  const sorted = expected.toSorted();
  expect(await references(filters)).toEqual(sorted);
  expect(await countDeliveries(SYSTEM_SCOPE, database.prisma, filters, 100)).toBe(sorted.length);
  expect(await references(filters, ELSEWHERE)).toEqual([]);
});

it("finds a delivery by its id, and those of a user through the card", async () => {
  const id = await idOf("ref-token");
  expect(await references({ q: id })).toEqual(["ref-token"]);
  expect(await references({ user: userId })).toEqual(["ref-paid", "ref-settled"]);
  const { rows } = await listDeliveries(
    SYSTEM_SCOPE,
    database.prisma,
    { q: "ref-settled" },
    { after: null, limit: 5 },
  );
  expect(rows[0]).toMatchObject({ userId, userName: "Camille Roux" });
});

it("goes through a list page by page, and a day is one of the bank's zone", async () => {
  const seen: string[] = [];
  let after: Cursor | null = null;
  for (let page = 0; page < 10; page += 1) {
    const found = await listDeliveries(SYSTEM_SCOPE, database.prisma, {}, { after, limit: 2 });
    seen.push(...found.rows.map(({ id }) => id));
    const last = found.rows.at(-1);
    if (found.next === null || last === undefined) break;
    after = readAfter(deliveryListKey({}), found.next).after;
    expect(after).toEqual({ at: last.receivedAt, id: last.id });
    expect(readAfter(deliveryListKey({ verdict: "held" }), found.next).isForeign).toBe(true);
  }
  expect(new Set(seen).size).toBe(7);
  expect(seen).toHaveLength(7);
  const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris" }).format(new Date());
  expect(await references({ from: today, to: today, q: "ref-settled" })).toEqual(["ref-settled"]);
});

it("reads filters from a URL, and a value that means nothing as none", () => {
  const nonsense = { verdict: "x", try: "9", period: "2y", from: "0000-01-01", to: "soon", user: "me" };
  expect(deliveryFiltersSchema.parse(nonsense)).toEqual({});
  const at = new Date("2026-11-20T10:00:00Z");
  expect(pinPeriod({ period: "24h", try: "2" }, at)).toEqual({ try: "2", from: "2026-11-19T10:00:00.000Z" });
  expect(pinPeriod({ to: "2026-11-20" }, at)).toEqual({ to: "2026-11-20" });
});

it("offers every event and every reason that was seen", async () => {
  const choices = await readDeliveryChoices(SYSTEM_SCOPE, database.prisma);
  expect(choices.events).toEqual(["card_blocked", "token_created"]);
  expect(choices.reasons).toEqual(expect.arrayContaining(["hash_mismatch", "pair_spent"]));
  expect(choices.reasons).toHaveLength(3);
});

const view = async (id: string, mayDecide = true) => {
  const deps = { db: database.prisma, ...receiver.deps };
  const found = await readDeliveryView(SYSTEM_SCOPE, deps, id, mayDecide);
  if (found === null) throw new Error("no such delivery");
  return found;
};

it("shows what a delivery changed, and whether that still stands", async () => {
  const [paid, settled] = [await view(await idOf("ref-paid")), await view(await idOf("ref-settled"))];
  expect(paid.changed).toMatchObject([
    { kind: "card_transaction", status: "A", amount: "12.50", stands: false, userName: "Camille Roux" },
  ]);
  expect(settled.changed).toMatchObject([{ status: "S", stands: true }]);
  expect((await view(await idOf("ref-token"))).changed).toMatchObject([
    { kind: "api_token", status: "token_created", stands: true, userId: null },
  ]);
  expect((await view(await idOf("ref-odd"))).changed).toEqual([]);
});

it("knows the other tries of a delivery, its replays and its original", async () => {
  const id = await idOf("ref-paid");
  const before = await view(id);
  expect(before.delivery).toMatchObject({ duplicateCount: 1, lastDuplicateAt: expect.any(Date) });
  expect(before.siblings).toMatchObject([{ relation: "other_data", verdict: "quarantined", currentTry: 1 }]);
  const keys = { ring: site.ring, auditKey: "a key for the audit trail of this test" };
  const order = { ids: [id], decision: "replayed", reason: "a test" } as const;
  await decideDeliveries(SYSTEM_SCOPE, database, keys, order);
  await receiver.process();
  const { siblings } = await view(id);
  expect(siblings.map(({ relation }) => relation)).toEqual(["other_data", "replay"]);
  const replay = await view(siblings[1]?.id ?? "");
  expect(replay.siblings).toMatchObject([{ relation: "other_data" }, { relation: "original", id }]);
  expect(replay.payload).not.toBeNull();
});

it("follows the checks, and shows of the expected hash eight digits to those alone who decide", async () => {
  const refused = await database.prisma.delivery.findFirstOrThrow({
    where: { verdictReason: "hash_mismatch" },
  });
  const hashOf = async (mayDecide: boolean) =>
    (await view(refused.id, mayDecide)).steps.find(({ leg }) => leg === "hash");
  const start = hashTimestamp("102", VECTOR_PARTNER_REF).slice(0, 8);
  expect(await hashOf(true)).toMatchObject({ expected: [{ reference: "current", start }] });
  expect(await hashOf(false)).toMatchObject({ expected: [] });
  const forged = await view(await idOf("ref-forged"));
  const pair = forged.steps.find(({ leg }) => leg === "pair");
  expect(pair).toEqual({ leg: "pair", outcome: "spent", spentBy: await idOf("ref-token") });
});

it("gives nothing away in what it shows", async () => {
  const shown = JSON.stringify(await view(await idOf("ref-token")));
  for (const secret of [
    hashTimestamp("101", VECTOR_PARTNER_REF),
    VECTOR_PARTNER_REF,
    "secret-token-one",
    "bodySealed",
  ])
    expect(shown).not.toContain(secret);
  const unread = await database.prisma.delivery.findFirstOrThrow({ where: { hashLeg: "unread" } });
  const odd = await view(unread.id);
  expect(odd.steps.find(({ leg }) => leg === "parsed")).toMatchObject({ problem: expect.any(String) });
  expect(JSON.stringify(odd)).not.toContain(VECTOR_PARTNER_REF);
});

it("counts over time, and says how things stand", async () => {
  await receiver.deps.deliveryMetrics.flush();
  const since = windowStart("1h", new Date());
  const buckets = await readStatBuckets(SYSTEM_SCOPE, database.prisma, { since, minutes: 1 });
  const { total } = toSeries(buckets, "1h", since);
  expect(total).toMatchObject({ accepted: 4, duplicate: 1, held: 1, refused: 2, p95: expect.any(Number) });
  expect(await readStatBuckets(ELSEWHERE, database.prisma, { since, minutes: 1 })).toEqual([]);
  expect(await readDeliveryHealth(SYSTEM_SCOPE, database.prisma)).toMatchObject({
    lastHour: { accepted: 5, refused: 2, duplicates: 1 },
    held: 1,
    quarantined: 2,
    parked: 0,
    lastAt: expect.any(Date),
  });
  expect((await readDeliveryHealth(ELSEWHERE, database.prisma)).lastAt).toBeNull();
});
