import { afterAll, beforeAll, expect, it } from "vitest";
import { saveReadingSettings } from "@/lib/bank-api/reading-settings";
import { readReadingSettings } from "@/lib/bank-api/reading-settings-store";
import { assignCard, unassignCard } from "@/lib/cards/attribution/attribution";
import { listUserCards } from "@/lib/cards/attribution/attribution-store";
import { answerSharing } from "@/lib/cards/attribution/sharing";
import { countAsked, listAskedAccounts } from "@/lib/cards/attribution/sharing-store";
import { listTransactions } from "@/lib/cards/listing/list-store";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { createTestDatabase } from "../support/database";
import { cardJson } from "../support/facts/card-bodies";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";
import { makeReading } from "../support/facts/reading";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let reading: Awaited<ReturnType<typeof makeReading>>;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  reading = await makeReading(database, site);
});
afterAll(async () => {
  await reading.sandbox.close();
  await database.close();
});

const customer = (id: string) => {
  const found = reading.sandbox.bank.customers().find((each) => each.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

/** The card of a customer comes to pay, as the bank tells us. */
async function pay(id: string, cardRef = customer(id).cardRefs[0]): Promise<void> {
  const receiver = makeReceiver(database, site.ring, site.webhookKey);
  const body = { acc_id: customer(id).accId, card_ref: cardRef };
  await receiver.deliver(cardJson({ body, transaction: { txid: String(Math.random()).slice(2) } }));
  await receiver.process();
}

async function paymentsOf(userId: string): Promise<number> {
  const page = { after: null, limit: 50 };
  return (await listTransactions(SYSTEM_SCOPE, database.prisma, { user: userId }, page)).rows.length;
}

const cardsOf = (userId: string) => listUserCards(SYSTEM_SCOPE, database.prisma, userId);
const askedOf = (userId: string) => listAskedAccounts(SYSTEM_SCOPE, database.prisma, userId);
const ownerOf = async (cardRef: string) =>
  database.prisma.card.findFirstOrThrow({
    where: { cardRef },
    select: { id: true, linkedUserId: true, ownerSource: true },
  });
const answer = (accountId: string, sharing: "joint" | "moved" | "left") =>
  answerSharing(SYSTEM_SCOPE, database, reading.grants.keys, { accountId, sharing });

it("puts the payments of a newly linked customer under their name, past and future", async () => {
  await pay("amina");
  const amina = await reading.link("amina");
  expect(await paymentsOf(amina)).toBe(0);
  expect(await reading.readDue()).toBe(1);
  await pay("amina", customer("amina").cardRefs[1]);
  expect(await paymentsOf(amina)).toBe(2);
  const cards = await cardsOf(amina);
  expect(cards).toMatchObject(
    customer("amina").cards.map(({ type, status }) => ({
      cardType: type,
      bankStatus: status,
      ownerSource: "bank",
    })),
  );
  expect(await reading.readDue()).toBe(0);
});

it("stores names and balances only where the site keeps them, and said so", async () => {
  await reading.link("sofia", true, true);
  const stored = (id: string) =>
    database.prisma.card.findFirstOrThrow({
      where: { cardRef: customer(id).cardRefs[0] },
      select: { holder: true, balance: true },
    });
  const nothing = { holder: null, balance: null };
  const change = async (keeps: boolean) => {
    const before = await readReadingSettings(SYSTEM_SCOPE, database.prisma, site.siteId);
    if (before === null) throw new Error("no settings");
    const settings = { ...before, keepsCardHolder: keeps, keepsCardBalance: keeps };
    const order = { siteId: site.siteId, settings };
    return saveReadingSettings(SYSTEM_SCOPE, database, reading.grants.keys, order);
  };
  await reading.readDue();
  expect(await stored("sofia")).toEqual(nothing);
  expect(await change(true)).toEqual({ ok: true, changed: true });
  await reading.passRound();
  await reading.readDue();
  expect(await stored("sofia")).toMatchObject({ holder: "Sofia Rossi", balance: expect.anything() });
  expect(await stored("amina")).toEqual(nothing);
  // What is no longer kept goes at once.
  await change(false);
  expect(await stored("sofia")).toEqual(nothing);
  expect(await change(false)).toEqual({ ok: true, changed: false });
});

it("reads nobody who was not told, and nobody while the site has stopped it", async () => {
  const hugo = await reading.link("hugo", false);
  expect(await reading.readDue()).toBe(0);
  await database.prisma.site.updateMany({ data: { readsBank: false } });
  const told = await reading.link("hugo");
  expect(await reading.readDue()).toBe(0);
  expect([await cardsOf(hugo), await cardsOf(told)]).toEqual([[], []]);
  // The page says nothing of it any more: who saw it while it did is still read.
  await database.prisma.site.updateMany({ data: { readsBank: true, statesBankReading: false } });
  expect(await reading.readDue()).toBe(1);
  await database.prisma.site.updateMany({ data: { statesBankReading: true } });
  expect((await cardsOf(told)).length).toBe(1);
});

it("leaves what staff said, and asks", async () => {
  const { userId: other } = await reading.grants.invite("Somebody else");
  await pay("ines");
  const [cardRef] = customer("ines").cardRefs;
  const { id: cardId } = await ownerOf(cardRef);
  const order = { cardId, userId: other, wholeAccount: false };
  expect((await assignCard(SYSTEM_SCOPE, database, reading.grants.keys, order)).ok).toBe(true);
  const ines = await reading.link("ines");
  await reading.readDue();
  expect(await ownerOf(cardRef)).toMatchObject({ linkedUserId: other, ownerSource: "staff" });
  expect([await paymentsOf(other), await paymentsOf(ines)]).toEqual([1, 0]);
  const [asked] = await askedOf(ines);
  expect(asked).toMatchObject({ newer: { id: ines }, others: [{ id: other }] });
  expect(await askedOf(other)).toHaveLength(1);
  expect(await answer(asked?.accountId ?? "", "moved")).toMatchObject({ ok: true });
  await makeReceiver(database, site.ring, site.webhookKey).process();
  expect([await paymentsOf(other), await paymentsOf(ines)]).toEqual([0, 1]);
  expect(await answer(asked?.accountId ?? "", "moved")).toEqual({ ok: false, problem: "not_asked" });
});

it("takes no card back to somebody from whom staff took it", async () => {
  const lea = await reading.link("lea");
  await reading.readDue();
  const { id, linkedUserId } = await ownerOf(customer("lea").cardRefs[0]);
  expect(linkedUserId).toBe(lea);
  await unassignCard(SYSTEM_SCOPE, database, reading.grants.keys, id);
  await reading.passRound();
  await reading.readDue();
  expect((await ownerOf(customer("lea").cardRefs[0])).linkedUserId).toBeNull();
});

it("asks once about a joint account, and moves nothing until then", async () => {
  const camille = await reading.link("camille");
  await reading.readDue();
  await pay("camille");
  const before = (await cardsOf(camille)).map(({ id }) => id);
  const marc = await reading.link("marc");
  await reading.readDue();
  await pay("marc");
  expect((await cardsOf(camille)).map(({ id }) => id).sort()).toEqual(before.sort());
  expect([await paymentsOf(marc), (await cardsOf(marc)).length]).toEqual([0, 0]);
  const [asked, ...others] = await askedOf(marc);
  expect(others).toEqual([]);
  expect(asked).toMatchObject({ newer: { id: marc }, others: [{ id: camille }] });
  expect(await countAsked(SYSTEM_SCOPE, database.prisma, 9)).toEqual({ count: 1, userId: marc });
  expect((await answer(asked?.accountId ?? "", "joint")).ok).toBe(true);
  expect((await countAsked(SYSTEM_SCOPE, database.prisma, 9)).count).toBe(0);
  await reading.passRound();
  await reading.readDue();
  expect([await askedOf(marc), await askedOf(camille)]).toEqual([[], []]);
});

it("finds a revocation that no notification told us of, and reads that token no more", async () => {
  const noah = await reading.link("noah");
  await reading.readDue();
  expect(await reading.grants.stateOf(noah)).toBe("active");
  reading.sandbox.bank.revoke("noah", true);
  await reading.passRound();
  await reading.readDue();
  expect(await reading.grants.stateOf(noah)).toBe("revoked");
  const token = await database.prisma.apiToken.findFirstOrThrow({ where: { linkedUserId: noah } });
  expect(token).toMatchObject({ state: "revoked", refusedWhy: "revoked" });
  await reading.passRound();
  expect(await database.prisma.tokenReading.findUnique({ where: { tokenId: token.id } })).toMatchObject({
    ...{ dueAt: null, outcome: "revoked" },
  });
  const { action } = await database.prisma.auditEntry.findFirstOrThrow({ orderBy: { seq: "desc" } });
  expect(["token.found_revoked", "card.assign_by_bank"]).toContain(action);
});

it("tells a narrow scope and an unknown key apart from a token that ended", async () => {
  const jonas = await reading.link("jonas");
  reading.sandbox.bank.grants.change("jonas", "narrow");
  await reading.readDue();
  const outcome = async () =>
    (await database.prisma.tokenReading.findFirstOrThrow({ where: { token: { linkedUserId: jonas } } }))
      .outcome;
  expect([await outcome(), await reading.grants.stateOf(jonas)]).toEqual(["scope", "active"]);
  for (const { fingerprint } of reading.sandbox.api.keys.list()) reading.sandbox.api.keys.forget(fingerprint);
  await reading.passRound();
  await reading.readDue();
  expect(await database.prisma.tokenReading.count({ where: { outcome: "our_key" } })).toBe(1);
});
