import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { assignNamedCards, previewNamedCards } from "@/lib/cards/attribution/assign-named";
import { assignCard, assignCards, unassignCard, undoAssign } from "@/lib/cards/attribution/attribution";
import { listUnattributedAccounts, listUnattributedCards } from "@/lib/cards/attribution/unattributed-store";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { writeUserWords } from "@/lib/links/finding/user-words-store";
import { findMistakenFlags } from "@/lib/webhooks/process/flag-payments";
import { createTestDatabase } from "../support/database";
import { cardJson } from "../support/facts/card-bodies";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let userId: string;
const keys = () => ({ ring: site.ring, auditKey: randomBytes(32).toString("base64") });

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
  userId = newId();
  const at = new Date();
  await database.prisma.linkedUser.create({
    data: { id: userId, siteId: site.siteId, name: "Zoé", stateSince: at, createdAt: at },
  });
});
afterAll(() => database.close());

async function pay(
  cardRef: string,
  accId: string,
  ...transactions: Record<string, unknown>[]
): Promise<void> {
  for (const transaction of transactions)
    await receiver.deliver(cardJson({ transaction, body: { card_ref: cardRef, acc_id: accId } }));
  await receiver.process();
}

/** How many payments say something else than their card. */
async function mistaken(): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(`
    SELECT count(*)::int AS count FROM card_transactions t JOIN cards c ON c.id = t.card_id
    WHERE t.unattributed <> (c.linked_user_id IS NULL)`);
  return rows[0]?.count ?? 0;
}

const cardOf = (cardRef: string) => database.prisma.card.findFirstOrThrow({ where: { cardRef } });

it("says of each payment whether its card has an owner, however cards change hands", async () => {
  await pay("A1", "acc1", { txid: "1" }, { txid: "2" });
  await pay("A2", "acc1", { txid: "3" });
  await pay("B1", "acc2", { txid: "4" });
  expect(await database.prisma.cardTransaction.count({ where: { unattributed: true } })).toBe(4);
  const { id } = await cardOf("A1");
  await assignCard(SYSTEM_SCOPE, database, keys(), { cardId: id, userId, wholeAccount: true });
  await receiver.process();
  expect(await mistaken()).toBe(0);
  expect(await database.prisma.cardTransaction.count({ where: { unattributed: true } })).toBe(1);
  // A new card of an account with an owner, and a later version of an old payment.
  await pay("A3", "acc1", { txid: "5" });
  await pay("A1", "acc1", { txid: "1", status: "R" });
  expect(await mistaken()).toBe(0);
  await unassignCard(SYSTEM_SCOPE, database, keys(), id);
  await receiver.process();
  expect(await mistaken()).toBe(0);
  expect(await database.prisma.cardTransaction.count({ where: { unattributed: true } })).toBe(3);
  expect(await database.prisma.dirtyCard.count()).toBe(0);
});

it("mends payments that were stored before they said it", async () => {
  await database.prisma.$executeRaw`UPDATE card_transactions SET unattributed = NOT unattributed`;
  expect(await mistaken()).toBeGreaterThan(3);
  await findMistakenFlags(SYSTEM_SCOPE, database);
  await receiver.process();
  expect(await mistaken()).toBe(0);
});

it("adds up what was spent with an unattributed card, not what was declined or reversed", async () => {
  const amounts = [
    { txid: "11", amount: "10.50", status: "S", type: "D", date: "2026-11-21 09:00:00" },
    { txid: "12", amount: "4.25", status: "A", type: "D" },
    { txid: "13", amount: "100", status: "D", type: "D" },
    { txid: "14", amount: "50", status: "R", type: "D" },
    { txid: "15", amount: "3", status: "S", type: "C" },
  ];
  await pay("C1", "acc3", ...amounts);
  const cards = await listUnattributedCards(SYSTEM_SCOPE, database.prisma, 10);
  expect(cards[0]).toMatchObject({ cardRef: "C1", transactions: 5, amount: "14.75" });
});

it("lists the cards used last, however many others there are", async () => {
  await pay("C8", "acc8", { txid: "81", amount: "1", status: "S", date: "2026-11-23 09:00:00" });
  await pay("C9", "acc9", { txid: "91", amount: "1", status: "S", date: "2026-11-24 09:00:00" });
  const all = await listUnattributedCards(SYSTEM_SCOPE, database.prisma, 100);
  for (const limit of [1, 2, all.length]) {
    const some = await listUnattributedCards(SYSTEM_SCOPE, database.prisma, limit);
    expect(some.map(({ cardRef }) => cardRef)).toEqual(all.slice(0, limit).map(({ cardRef }) => cardRef));
  }
});

it("suggests an owner with the reason, assigns what was chosen, and undoes exactly that", async () => {
  const at = new Date();
  const person = (name: string, linkedAt: Date | null) => ({
    id: newId(),
    ...{ siteId: site.siteId, name, stateSince: at, createdAt: at, linkedAt },
  });
  const [anna, boris] = [person("Anna Petit", null), person("Boris Roy", new Date(at.getTime() - 3_600_000))];
  await database.prisma.linkedUser.createMany({ data: [anna, boris] });
  await writeUserWords(
    SYSTEM_SCOPE,
    database.prisma,
    [anna, boris].map((one) => ({ ...one, email: null, externalReference: null })),
  );
  await pay("S1", "acc-s", { txid: "s1", amount: "7", status: "S", type: "D", date: "2026-11-25 09:00:00" });
  await pay("S2", "acc-s", { txid: "s2", amount: "5", status: "S", type: "D", date: "2026-11-25 10:00:00" });
  const shown = async () => {
    const rows = await listUnattributedAccounts(SYSTEM_SCOPE, database.prisma, 100);
    return rows.find(({ accId }) => accId === "acc-s");
  };
  expect(await shown()).toMatchObject({
    ...{ cards: 2, transactions: 2, amount: "12" },
    suggestion: { name: "Boris Roy", reason: "linked" },
  });
  await database.prisma.card.updateMany({ where: { accId: "acc-s" }, data: { holder: "PETIT Anna" } });
  const row = await shown();
  expect(row?.suggestion).toMatchObject({ id: anna.id, reason: "holder" });
  const order = { cardId: row?.cardId ?? "", userId: anna.id, wholeAccount: true };
  const [done] = await assignCards(SYSTEM_SCOPE, database, keys(), [order]);
  if (done?.ok !== true) throw new Error("it was not assigned");
  expect(done.assigned.cardIds).toHaveLength(2);
  expect(await shown()).toBeUndefined();
  // A card that somebody gave to another person meanwhile stays theirs.
  const { id: first } = await cardOf("S1");
  await database.prisma.card.update({ where: { id: first }, data: { linkedUserId: boris.id } });
  expect(await undoAssign(SYSTEM_SCOPE, database, keys(), [done.assigned])).toBe(1);
  expect([(await cardOf("S1")).linkedUserId, (await cardOf("S2")).linkedUserId]).toEqual([boris.id, null]);
  expect(await database.prisma.cardAccount.findFirst({ where: { accId: "acc-s" } })).toMatchObject({
    linkedUserId: null,
  });
  expect((await shown())?.suggestion).toMatchObject({ id: boris.id, reason: "account" });
  await receiver.process();
  expect(await mistaken()).toBe(0);
});

it("assigns cards by the names that the bank and the partner know, and says what became of each", async () => {
  const at = new Date();
  const person = (name: string, externalReference: string) => ({
    id: newId(),
    ...{ siteId: site.siteId, name, externalReference, stateSince: at, createdAt: at },
  });
  const [cleo, dino] = [person("Cléo", "n-1"), person("Dino", "n-2")];
  await database.prisma.linkedUser.createMany({ data: [cleo, dino] });
  await pay("N1", "acc-n1", { txid: "n1" });
  await pay("N1", "acc-n2", { txid: "n2" });
  await pay("N2", "acc-n1", { txid: "n3" });
  await pay("N3", "acc-n3", { txid: "n4" });
  const pairs = [
    { cardRef: "N1", externalReference: "n-1" },
    { cardRef: "N1", accId: "acc-n1", externalReference: "n-1", wholeAccount: true },
    { cardRef: "N2", externalReference: "n-1" },
    { cardRef: "N3", userId: dino.id },
    { cardRef: "N3", externalReference: "n-1" },
    { cardRef: "n1", accId: "acc-n2", externalReference: "n-1" },
    { cardId: (await cardOf("N3")).id, externalReference: "nobody" },
  ];
  const outcomes = ["account_needed", "assigned", "assigned", "assigned", "repeated", "card_not_found"];
  const foreseen = await previewNamedCards(SYSTEM_SCOPE, database.prisma, site.siteId, pairs);
  expect(foreseen.map(({ outcome }) => outcome)).toEqual([...outcomes, "user_not_found"]);
  expect((await cardOf("N3")).linkedUserId).toBeNull();
  const run = (scope = SYSTEM_SCOPE as Scope) =>
    database.prisma.$transaction((tx) => assignNamedCards(scope, tx, keys(), site.siteId, pairs));
  const done = await run();
  // The third card came with the account of the second pair, or the other way round: both are assigned.
  expect(done.filter(({ outcome }) => ["assigned", "unchanged"].includes(outcome))).toHaveLength(3);
  expect((await cardOf("N3")).linkedUserId).toBe(dino.id);
  expect(await database.prisma.card.count({ where: { linkedUserId: cleo.id } })).toBe(2);
  expect((await run()).map(({ outcome }) => outcome)).toEqual([
    ...["account_needed", "unchanged", "unchanged", "unchanged", "repeated", "card_not_found"],
    "user_not_found",
  ]);
  await pay("N4", "acc-n4", { txid: "n5" });
  await pay("N5", "acc-n4", { txid: "n6" });
  const fourth = async (wholeAccount: boolean) => {
    const pair = { cardRef: "N4", externalReference: "n-2", wholeAccount };
    const [one] = await database.prisma.$transaction((tx) =>
      assignNamedCards(SYSTEM_SCOPE, tx, keys(), site.siteId, [pair]),
    );
    return [one?.outcome, (await cardOf("N5")).linkedUserId];
  };
  expect(await fourth(false)).toEqual(["assigned", null]);
  // It is theirs already; the rest of its account is not.
  expect(await fourth(true)).toEqual(["assigned", dino.id]);
  expect(await fourth(true)).toEqual(["unchanged", dino.id]);
  const taken = [{ cardRef: "N3", externalReference: "n-1" }];
  const [theirs] = await previewNamedCards(SYSTEM_SCOPE, database.prisma, site.siteId, taken);
  expect(theirs?.outcome).toBe("already_assigned");
  const elsewhere: Scope = { ...SYSTEM_SCOPE, beyondSites: false, sites: [newId()] };
  expect((await run(elsewhere)).every(({ outcome }) => outcome === "card_not_found")).toBe(true);
  const assigned = done.flatMap((one) => one.assigned ?? []);
  expect(await undoAssign(SYSTEM_SCOPE, database, keys(), assigned)).toBe(3);
  await receiver.process();
  expect(await mistaken()).toBe(0);
});

it("waits for whoever reads the bank's accounts, who locks accounts before cards, and for nobody in a circle", async () => {
  await pay("ANY1:locked", "acc-locked", { amount: "-3.00", txid: "88801" });
  const { id: cardId, accountId } = await database.prisma.card.findFirstOrThrow({
    where: { accId: "acc-locked" },
  });
  const reader = await database.pool.connect();
  try {
    await reader.query("BEGIN");
    await reader.query("SELECT FROM card_accounts WHERE id = $1 FOR NO KEY UPDATE", [accountId]);
    const assigned = assignCard(SYSTEM_SCOPE, database, keys(), { cardId, userId, wholeAccount: true });
    const waiting = async () =>
      (
        await database.pool.query(
          "SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()",
        )
      ).rowCount;
    await expect.poll(waiting).toBeGreaterThan(0);
    await reader.query("SELECT FROM cards WHERE id = $1 FOR NO KEY UPDATE", [cardId]);
    await reader.query("COMMIT");
    expect(await assigned).toMatchObject({ ok: true });
  } finally {
    reader.release();
  }
});
