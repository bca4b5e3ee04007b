import { afterAll, beforeAll, expect, it } from "vitest";
import { assignCard } from "@/lib/cards/attribution/attribution";
import { listFreeCards } from "@/lib/cards/attribution/free-cards-store";
import { listUnattributedAccounts, listUnattributedCards } from "@/lib/cards/attribution/unattributed-store";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import {
  readTimelineCursor,
  TIMELINE_PARTS,
  type TimelinePart,
  timelineKey,
  writeTimelineCursor,
} from "@/lib/links/timeline/timeline";
import { readHistory } from "@/lib/links/timeline/user-history";
import { readLinkedUser } from "@/lib/links/users/users-store";
import { findAnything } from "@/lib/overview/find-anything";
import { readPaymentChecks } from "@/lib/overview/why-no-payments-store";
import { createTestDatabase } from "../support/database";
import { cardJson } from "../support/facts/card-bodies";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";

const BROWSER = "a browser's cookie, as long as it must be";
const PAYMENTS = 12;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let grants: ReturnType<typeof makeGrants>;
let receiver: ReturnType<typeof makeReceiver>;
let ada: string;
let bea: string;
let code: string;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  grants = makeGrants(database, site);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
  const invited = await grants.invite("Ada Lovelace");
  ada = invited.userId;
  bea = (await grants.invite("Bea Potter")).userId;
  const attempt = await grants.open(invited.secret, BROWSER);
  code = attempt.supportCode;
  await grants.tell("token_created", "T-1", attempt.customReference);
  for (let day = 1; day <= PAYMENTS; day += 1) {
    const date = `2026-11-${String(day).padStart(2, "0")} 10:00:00`;
    await pay({ txid: `tx-${day}`, date, amount: `108.${String(day).padStart(2, "0")}` });
  }
  await pay({ txid: "other", date: "2026-11-20 10:00:00" }, { card_ref: "CRD-2", acc_id: "ACC-1" });
  await receiver.process();
});
afterAll(() => database.close());

const pay = (transaction: Record<string, unknown>, body: Record<string, unknown> = {}) =>
  receiver.deliver(cardJson({ transaction, body: { card_ref: "CRD-1", acc_id: "ACC-1", ...body } }));
const checks = async () => {
  const found = await readPaymentChecks(SYSTEM_SCOPE, database.prisma, ada);
  if (found === null) throw new Error("nobody is there");
  return found;
};
const freeCards = (q = "") => listFreeCards(SYSTEM_SCOPE, database.prisma, { userId: ada, q, limit: 10 });

it("says of a user without a card why no payments are shown", async () => {
  expect(await checks()).toMatchObject({ hasToken: true, cards: [], unattributed: 0 });
  expect((await checks()).siteHeardAt).not.toBeNull();
});

it("assigns a card from the user's page, and tells the second of two people", async () => {
  expect((await freeCards()).map(({ cardRef, ofAccount }) => [cardRef, ofAccount]).sort()).toEqual([
    ["CRD-1", false],
    ["CRD-2", false],
  ]);
  const [card] = await freeCards("crd-1");
  const order = { cardId: card?.id ?? "", wholeAccount: false };
  const assign = (userId: string) => assignCard(SYSTEM_SCOPE, database, grants.keys, { ...order, userId });
  const answers = await Promise.all([assign(ada), assign(bea)]);
  expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(answers).toContainEqual({ ok: false, problem: "already_assigned" });
  if (!answers[0]?.ok) {
    await database.prisma.card.updateMany({ where: { cardRef: "CRD-1" }, data: { linkedUserId: ada } });
  }
  expect((await freeCards())[0]).toMatchObject({ cardRef: "CRD-2", ofAccount: true });
});

it("checks in order what keeps payments away", async () => {
  const fine = await checks();
  expect(fine.cards).toMatchObject([{ cardRef: "CRD-1", lastAt: new Date("2026-11-12T09:00:00Z") }]);
  expect(fine).toMatchObject({ unattributed: 1, waiting: { held: 0, quarantined: 0, parked: 0 } });
  const forged = cardJson({ transaction: { txid: "forged" } }).replace(/"hash":"[0-9a-f]{4}/, '"hash":"0000');
  await receiver.deliver(forged);
  expect((await checks()).waiting).toMatchObject({ quarantined: 1 });
});

it("sums what was spent in thirty days", async () => {
  await database.prisma
    .$executeRaw`UPDATE card_transactions SET bank_date = now() - interval '60 days' WHERE txid = 'tx-1'`;
  const user = await readLinkedUser(SYSTEM_SCOPE, database.prisma, ada);
  expect(user).toMatchObject({ cards: 1, isMore30: false });
  const recent = await database.prisma.$queryRaw<{ count: number; sum: string }[]>`
    SELECT count(*)::int AS count, sum(amount)::text AS sum FROM card_transactions t JOIN cards c ON c.id = t.card_id
    WHERE c.card_ref = 'CRD-1' AND bank_date > now() - interval '30 days'`;
  expect(user).toMatchObject({ count30: recent[0]?.count, volume30: recent[0]?.sum });
});

it("tells everything in one timeline, page by page, each line once", async () => {
  const read = (parts: readonly TimelinePart[], after: string | undefined, limit: number) =>
    readHistory(SYSTEM_SCOPE, database.prisma, site.ring, {
      ...{ userId: ada, parts, after: readTimelineCursor(timelineKey(ada, parts), after).after, limit },
    });
  const whole = (await read(TIMELINE_PARTS, undefined, 500)).entries;
  const kinds = new Set(whole.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(["attempt", "delivery", "payment", "staff", "token"]);
  expect(whole.filter(({ kind }) => kind === "payment")).toHaveLength(PAYMENTS);
  expect(whole.filter(({ kind }) => kind === "delivery")).toHaveLength(PAYMENTS + 1);
  expect(whole.filter(({ name }) => name === "card.assign").length).toBeLessThanOrEqual(1);
  const paged: string[] = [];
  let next: string | null | undefined;
  do {
    const page = await read(TIMELINE_PARTS, next ?? undefined, 4);
    paged.push(...page.entries.map(({ id }) => id));
    next = page.next;
  } while (next !== null);
  expect(paged).toEqual(whole.map(({ id }) => id));
  const payments = (await read(["payments"], undefined, 5)).entries;
  expect(payments.map(({ kind }) => kind)).toEqual(Array(5).fill("payment"));
});

it("tells every payment once, however many are of one instant, on however many cards", async () => {
  const [card, other] = await database.prisma.card.findMany({ orderBy: { cardRef: "asc" } });
  const seed = await database.prisma.cardTransaction.findFirstOrThrow({ where: { txid: "tx-2" } });
  await database.prisma.card.updateMany({ data: { linkedUserId: ada } });
  const many = Array.from({ length: 45 }, (_, at) => ({
    ...seed,
    id: newId(),
    txid: `same-${at}`,
    cardId: (at % 4 === 0 ? other : card)?.id ?? "",
    // Three a day, and all within one second, as where the bank gives whole days.
    bankDate: new Date(Date.UTC(2026, 8, 1 + Math.floor(at / 15), 0, 0, 0, at % 3)),
  }));
  await database.prisma.cardTransaction.createMany({ data: many });
  const told: string[] = [];
  let next: string | null = "";
  while (next !== null) {
    const { after } = readTimelineCursor(timelineKey(ada, ["payments"]), next);
    const asked = { userId: ada, parts: ["payments"] as const, after, limit: 7 };
    const page = await readHistory(SYSTEM_SCOPE, database.prisma, site.ring, asked);
    told.push(...page.entries.map(({ id }) => id));
    next = page.next;
  }
  expect(told).toHaveLength(await database.prisma.cardTransaction.count());
  expect(new Set(told).size).toBe(told.length);
  await database.prisma.cardTransaction.deleteMany({ where: { txid: { startsWith: "same-" } } });
  await database.prisma.card.updateMany({ where: { id: other?.id ?? "" }, data: { linkedUserId: null } });
});

it("says that access ended, whatever became of links since", async () => {
  const { userId, secret } = await grants.invite("Cleo Park");
  const { customReference } = await grants.open(secret, "another browser, as long as it must be");
  await grants.tell("token_created", "T-9", customReference);
  await grants.tell("token_revoked", "T-9", customReference);
  const ended = async () => (await readPaymentChecks(SYSTEM_SCOPE, database.prisma, userId))?.revokedAt;
  expect(await ended()).toBeInstanceOf(Date);
  await database.prisma.linkedUser.update({ where: { id: userId }, data: { standing: "refused" } });
  expect(await ended()).toBeInstanceOf(Date);
});

it("begins at the top where a position is none, or of another timeline, and says so", () => {
  const position = { second: new Date("2026-11-20T10:00:00Z"), seq: 500, id: "payment1" };
  const key = timelineKey(ada, ["payments", "staff"]);
  const cursor = writeTimelineCursor(key, position);
  const read = (parts: readonly TimelinePart[], text: string, userId = ada) =>
    readTimelineCursor(timelineKey(userId, parts), text);
  expect(read(["staff", "payments"], cursor)).toEqual({ after: position, isForeign: false });
  expect(read(["payments", "staff"], "")).toEqual({ after: null, isForeign: false });
  const foreign = { after: null, isForeign: true };
  expect(read(["payments"], cursor)).toEqual(foreign);
  expect(read(["payments", "staff"], cursor, newId())).toEqual(foreign);
  for (const text of ["nonsense", "W10", "x".repeat(1_000)]) expect(read(["staff"], text)).toEqual(foreign);
});

it("finds a person, a payment, a card and a delivery by what one has in hand", async () => {
  const find = (typed: string, scope: Scope = SYSTEM_SCOPE) => findAnything(scope, database.prisma, typed);
  expect((await find("lovelcae")).users).toMatchObject([{ id: ada }]);
  expect((await find(`${code.slice(0, 4)}-${code.slice(4)}`)).users.map(({ id }) => id)).toContain(ada);
  for (const amount of [
    "108,05",
    "108.05",
    "108,05 €",
    "€108.05",
    "108,05 euros",
    "-108,05",
    "−108,05\u00a0€",
  ])
    expect((await find(amount)).payments, amount).toMatchObject([{ txid: "tx-5", userName: "Ada Lovelace" }]);
  expect((await find("tx-7")).payments).toMatchObject([{ txid: "tx-7" }]);
  expect((await find("crd-2")).cards).toMatchObject([{ cardRef: "CRD-2", userName: null }]);
  const delivery = await database.prisma.delivery.findFirstOrThrow({ where: { verdict: "quarantined" } });
  for (const id of [delivery.id, delivery.id.slice(-8), `…${delivery.id.slice(-8)}`])
    expect((await find(id)).deliveries, id).toMatchObject([{ id: delivery.id }]);
  const [merchant] = (await find("tx-7")).payments.map((payment) => payment.merchant);
  expect((await find(merchant?.toLowerCase() ?? "")).merchants).toMatchObject([{ name: merchant }]);
  await pay({ txid: "big", description: "7-ELEVEN", amount: "-1234.50", date: "2026-11-20 10:00:00" });
  await pay({ txid: "o2", description: "O2 SHOP", date: "2026-11-20 10:00:00" });
  await receiver.process();
  for (const amount of ["1 234,50", "1234,50 €", "−1\u202f234,50\u00a0€"])
    expect((await find(amount)).payments, amount).toMatchObject([{ txid: "big" }]);
  for (const typed of ["7-eleven", "o2"])
    expect(
      (await find(typed)).merchants.map(({ name }) => name.toLowerCase()),
      typed,
    ).toHaveLength(1);
  const nobody = await find("lovelace", { ...SYSTEM_SCOPE, role: "end_user" });
  expect(nobody).toEqual({ users: [], merchants: [], payments: [], cards: [], deliveries: [] });
  for (const typed of ["", " ", "%", "0", "\\", "9".repeat(100), "1e999"])
    expect(Object.keys(await find(typed)), typed).toHaveLength(5);
});

it("calls merchants what staff call them, in the timeline and where cards are assigned", async () => {
  const { prisma } = database;
  await prisma.merchant.updateMany({ data: { alias: "Our name" } });
  await prisma.card.updateMany({ where: { cardRef: "CRD-2" }, data: { linkedUserId: null } });
  await prisma.card.updateMany({ where: { cardRef: "CRD-1" }, data: { linkedUserId: ada } });
  const asked = { userId: ada, parts: ["payments"] as const, after: null, limit: 3 };
  const { entries } = await readHistory(SYSTEM_SCOPE, prisma, site.ring, asked);
  expect(entries.map(({ name }) => name)).toEqual(Array(3).fill("Our name"));
  const unattributed = [
    ...(await listUnattributedCards(SYSTEM_SCOPE, prisma, 10)),
    ...(await listUnattributedAccounts(SYSTEM_SCOPE, prisma, 10)),
  ];
  expect(unattributed.map(({ lastMerchant }) => lastMerchant)).toEqual(["Our name", "Our name"]);
  expect((await freeCards()).map(({ lastMerchant }) => lastMerchant)).toEqual(["Our name"]);
});
