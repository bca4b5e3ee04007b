import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { assignCard, unassignCard } from "@/lib/cards/attribution/attribution";
import { listUserCards } from "@/lib/cards/attribution/attribution-store";
import { listUnattributedCards } from "@/lib/cards/attribution/unattributed-store";
import { listTransactions } from "@/lib/cards/listing/list-store";
import { addNote, addTag } from "@/lib/cards/notes/notes";
import { readMarks } from "@/lib/cards/notes/notes-store";
import { listDirtyDays } from "@/lib/cards/rollups/dirty-hours-store";
import { recomputeDays } from "@/lib/cards/rollups/recompute-store";
import { removePayments } from "@/lib/cards/rollups/residue-store";
import { readTransactionTotals } from "@/lib/cards/totals/totals-store";
import { listSimilar } from "@/lib/cards/transactions/similar-store";
import { joinTwins, partTwins } from "@/lib/cards/twins/twins";
import { findTwin, readJoined } from "@/lib/cards/twins/twins-store";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { readTimeline } from "@/lib/links/timeline/timeline-store";
import { createFeedWaits } from "@/lib/live/feed-waits";
import { findAnything } from "@/lib/overview/find-anything";
import { transactionPageSchema, transactionSchema } from "@/lib/partner-api/document/transaction-schemas";
import { createApiKey } from "@/lib/partner-api/keys/api-keys";
import { getTransaction, getTransactions } from "@/lib/partner-api/transactions";
import { createTestDatabase } from "../support/database";
import { cardJson } from "../support/facts/card-bodies";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let scope: Scope;
let deps: Parameters<typeof joinTwins>[1];
let card = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
  scope = { ...SYSTEM_SCOPE, sites: [site.siteId], role: "owner", actor: { id: null, name: "Zoé" } };
  deps = { database, keys: { ring: site.ring, auditKey: "x".repeat(32) } };
});
beforeEach(() => {
  card += 1;
});
afterAll(() => database.close());

/** A payment of this test's card. */
async function say(txid: string, transaction: Record<string, unknown>): Promise<string> {
  const body = { card_ref: `card ${card}`, acc_id: `account ${card}` };
  const named = `${card}-${txid}`;
  expect(
    (await receiver.deliver(cardJson({ transaction: { txid: named, ...transaction }, body }))).status,
  ).toBe(200);
  await receiver.process();
  const { rows } = await database.pool.query<{ id: string }>(
    "SELECT id::text FROM card_transactions WHERE txid = $1",
    [named],
  );
  return rows[0]?.id ?? "";
}

const authorised = () => say("a", { amount: { raw: "10.00" }, status: "A", date: "2026-11-20 10:00:00" });
const settled = (fields = {}) =>
  say("s", { amount: { raw: "11.50" }, status: "S", date: "2026-11-23 10:00:00", ...fields });

async function recompute(): Promise<void> {
  await database.prisma.$transaction(async (tx) => {
    await recomputeDays(SYSTEM_SCOPE, tx, await listDirtyDays(SYSTEM_SCOPE, tx, 100), null);
  });
}

/** What the partner's API says, and the events of its feed so far. */
async function makeApi() {
  const order = { siteId: site.siteId, name: "Shop", scopes: ["transactions:read"] as const };
  const made = await createApiKey(SYSTEM_SCOPE, database, deps.keys, order);
  const authorization = `Bearer ${made?.key ?? ""}`;
  const noted = { note: () => undefined };
  const api = { ...deps, connectUrl: "https://connect.example", feed: createFeedWaits(), requests: noted };
  const asking = (path: string) =>
    new Request(`https://dash.example/api/v1/${path}`, { headers: { authorization } });
  return {
    async list(cardId: string) {
      const answer = await getTransactions(api, asking(`transactions?card_id=${cardId}`));
      return transactionPageSchema.parse(await answer.json()).transactions;
    },
    async read(id: string) {
      return transactionSchema.parse(
        await (await getTransaction(api, asking(`transactions/${id}`), id)).json(),
      );
    },
    async events() {
      const { rows } = await database.pool.query<{ type: string; id: string }>(
        "SELECT type, entity_id::text AS id FROM feed_events e ORDER BY e.id",
      );
      return rows.map(({ type, id }) => `${type} ${id}`);
    },
  };
}

/** The payments of this test's card, and their sums by the list, and by day. */
async function count() {
  await recompute();
  const { rows: cards } = await database.pool.query("SELECT id FROM cards WHERE card_ref = $1", [
    `card ${card}`,
  ]);
  const filters = { card: String(cards[0].id) };
  const list = await listTransactions(scope, database.prisma, filters, { after: null, limit: 10 });
  const totals = await readTransactionTotals(scope, database.prisma, filters);
  const { rows: days } = await database.pool.query<{ count: number }>(
    "SELECT sum(count)::int AS count FROM payment_days WHERE day IN ('2026-11-20', '2026-11-23')",
  );
  return {
    listed: list.rows.map(({ id }) => id),
    settled: totals.settled.count,
    authorised: totals.authorised.count,
    days: days[0]?.count ?? 0,
  };
}

it("finds an authorisation and its settlement under another id, from either side", async () => {
  const [a, s] = [await authorised(), await settled()];
  expect(await findTwin(scope, database.prisma, a)).toMatchObject({ row: { id: s }, isSettlement: true });
  expect(await findTwin(scope, database.prisma, s)).toMatchObject({ row: { id: a }, isSettlement: false });
});

it.each([
  ["differs by more than 20 %", { amount: { raw: "12.01" } }],
  ["comes after more than 7 days", { date: "2026-11-27 10:00:01" }],
  ["comes before it", { date: "2026-11-19 10:00:00" }],
  ["is not settled", { status: "D" }],
  ["is of another merchant", { description: "ELSEWHERE - X, PARIS,75001,FRA,FRA" }],
  ["is a credit", { type: "C" }],
])("does not offer to join what %s", async (_, fields) => {
  const [a, s] = [await authorised(), await settled(fields)];
  expect(await findTwin(scope, database.prisma, a)).toBeNull();
  expect(await joinTwins(scope, deps, { earlierId: a, laterId: s })).toBe(false);
});

it("counts a joined pair as one payment with the settled amount, whatever comes later, until it is undone", async () => {
  const [a, s] = [await authorised(), await settled()];
  const before = await count();
  const pair = { earlierId: a, laterId: s };
  expect(await joinTwins(scope, deps, pair)).toBe(true);
  const joined = await count();
  expect(joined).toEqual({ listed: [s], settled: 1, authorised: 0, days: before.days - 1 });
  await settled({ amount: { raw: "11.60" } });
  await say("a", { amount: { raw: "10.00" }, status: "S", date: "2026-11-20 11:00:00" });
  expect(await count()).toEqual(joined);
  expect(await readJoined(scope, database.prisma, s)).toMatchObject({ row: { id: a }, isSettlement: false });
  expect(await joinTwins(scope, deps, pair)).toBe(false);
  expect(await partTwins(scope, deps, pair)).toBe(true);
  expect((await count()).days).toBe(before.days);
  expect(await partTwins(scope, deps, pair)).toBe(false);
  const { rows } = await database.pool.query(
    "SELECT action FROM audit_entries WHERE target_id = $1 ORDER BY seq",
    [s],
  );
  expect(rows.map(({ action }) => action)).toEqual(["payments.joined", "payments.join_undone"]);
});

it("tells everybody of a joined pair as one payment: staff, and the partner", async () => {
  const [a, s] = [await authorised(), await settled()];
  const api = await makeApi();
  const user = await makeGrants(database, site).invite(`Owner of card ${card}`);
  const { rows } = await database.pool.query<{ id: string }>(
    "SELECT id::text FROM cards WHERE card_ref = $1",
    [`card ${card}`],
  );
  const cardId = rows[0]?.id ?? "";
  const toldOf = async () => {
    const nobodys = await listUnattributedCards(scope, database.prisma, 100);
    await assignCard(scope, database, deps.keys, { userId: user.userId, cardId, wholeAccount: false });
    const asked = { userId: user.userId, parts: ["payments"] as const, after: null, limit: 10 };
    const timeline = await readTimeline(scope, database.prisma, asked);
    const cards = await listUserCards(scope, database.prisma, user.userId);
    await unassignCard(scope, database, deps.keys, cardId);
    return {
      nobodys: nobodys
        .filter((one) => one.cardId === cardId)
        .map(({ transactions: count, amount }) => ({ count, amount })),
      timeline: timeline.map(({ target }) => target),
      counted: cards.map(({ transactions: count }) => count),
      listed: (await api.list(cardId)).map(({ id }) => id),
      joined: [(await api.read(a)).joined_to, (await api.read(s)).joined_to],
    };
  };
  const both = {
    ...{
      nobodys: [{ count: 2, amount: "21.50" }],
      timeline: [s, a],
      counted: [2],
      listed: [s, a],
      joined: [null, null],
    },
  };
  expect(await toldOf()).toEqual(both);
  const before = (await api.events()).length;
  expect(await joinTwins(scope, deps, { earlierId: a, laterId: s })).toBe(true);
  const changed = [a, s].sort().map((id) => `transaction.changed ${id}`);
  expect((await api.events()).slice(before)).toEqual(changed);
  expect(await toldOf()).toEqual({
    ...{
      nobodys: [{ count: 1, amount: "11.50" }],
      timeline: [s],
      counted: [1],
      listed: [s],
      joined: [s, null],
    },
  });
  // What goes leaves its sums: once.
  await database.prisma.$transaction((tx) => removePayments(scope, tx, [a]));
  const residue = await database.pool.query("SELECT 1 FROM payment_residues WHERE site_id = $1", [
    site.siteId,
  ]);
  expect(residue.rows).toEqual([]);
});

it("finds a joined pair by the id of either", async () => {
  const [a, s] = [await authorised(), await settled()];
  const { rows } = await database.pool.query<{ txid: string }>(
    "SELECT txid FROM card_transactions WHERE id = $1",
    [a],
  );
  const txid = rows[0]?.txid ?? "";
  const found = async () => (await findAnything(scope, database.prisma, txid)).payments.map(({ id }) => id);
  expect(await found()).toEqual([a]);
  expect(await joinTwins(scope, deps, { earlierId: a, laterId: s })).toBe(true);
  expect(await found()).toEqual([s]);
  expect((await readTransactionTotals(scope, database.prisma, { q: txid })).settled.count).toBe(1);
  expect(await findAnything({ ...scope, sites: [] }, database.prisma, txid)).toMatchObject({ payments: [] });
});

it("joins an authorisation to one settlement only, and a settlement to one authorisation", async () => {
  const [a, s] = [await authorised(), await settled()];
  const b = await say("b", { amount: { raw: "10.00" }, status: "A", date: "2026-11-21 10:00:00" });
  expect(await joinTwins(scope, deps, { earlierId: a, laterId: s })).toBe(true);
  expect(await findTwin(scope, database.prisma, b)).toBeNull();
  expect(await joinTwins(scope, deps, { earlierId: b, laterId: s })).toBe(false);
});

it("keeps notes and tags of a payment when it is settled, and shows those of a joined pair together", async () => {
  const a = await authorised();
  expect(await addNote(scope, deps, { id: a, text: "Asked the bank." })).toBe(true);
  expect(await addTag(scope, deps, { id: a, tag: "Dispute" })).toBe(true);
  expect(await addTag(scope, deps, { id: a, tag: "dispute" })).toBe(false);
  await say("a", { amount: { raw: "10.00" }, status: "S", date: "2026-11-20 10:00:00" });
  const marks = await readMarks(scope, database.prisma, [a]);
  expect(marks).toMatchObject({ notes: [{ text: "Asked the bank.", createdBy: "Zoé" }], tags: ["dispute"] });
  const other = { ...scope, sites: [] };
  expect(await readMarks(other, database.prisma, [a])).toEqual({ notes: [], tags: [] });
});

it("shows other payments with the same card at the same merchant", async () => {
  const [a, s] = [await authorised(), await settled()];
  await say("x", { description: "ELSEWHERE - X, PARIS,75001,FRA,FRA" });
  expect((await listSimilar(scope, database.prisma, a, 5)).map(({ id }) => id)).toEqual([s]);
});
