import { afterAll, beforeAll, expect, it } from "vitest";
import { listTransactions, type TransactionPage } from "@/lib/cards/listing/list-store";
import { MOST_MERCHANTS } from "@/lib/cards/merchants/find-merchants-store";
import { MOST_CARDS } from "@/lib/cards/searching/card-text-store";
import { readTransactionTotals } from "@/lib/cards/totals/totals-store";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Cursor } from "@/lib/db/cursors/cursor";
import { newId } from "@/lib/db/id";
import { writeUserWords } from "@/lib/links/finding/user-words-store";
import { findMistakenFlags } from "@/lib/webhooks/process/flag-payments";
import { createTestDatabase } from "../support/database";
import { cardJson } from "../support/facts/card-bodies";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let other: Awaited<ReturnType<typeof makeSite>>;
let minute = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  other = await makeSite(database, { ring: site.ring });
  await pay(site, "100", "SUMUP *CAFÉ DE L'ÉTÉ 0042 - RUE X, PARIS,75011,FRA,FRA", "108.05");
  await pay(site, "101", "CARREFOUR CITY - RUE OBERKAMPF, PARIS,75011,FRA,FRA", "12.00", "CARD7");
  await pay(site, "102", "CARREFOUR CITY 1234 - RUE FOCH, LYON,69003,FRA,FRA", "-108.050");
  await pay(site, "103", "O'TACOS - RUE FOCH, LYON,69003,FRA,FRA", "9.90");
  await pay(other, "100", "CARREFOUR CITY - RUE FOCH, LYON,69003,FRA,FRA", "108.05");
  const user = await database.prisma.linkedUser.create({
    data: {
      id: newId(),
      siteId: site.siteId,
      name: "Carole Dupuis",
      stateSince: new Date(),
      createdAt: new Date(),
    },
  });
  await database.prisma.$transaction((tx) =>
    writeUserWords(SYSTEM_SCOPE, tx, [{ ...user, email: "Carole.Dupuis@Example.com" }]),
  );
  await database.prisma.card.updateMany({ where: { cardRef: "CARD7" }, data: { linkedUserId: user.id } });
  await findMistakenFlags(SYSTEM_SCOPE, database);
  await makeReceiver(database, site.ring, site.webhookKey).process();
});
afterAll(() => database.close());

async function pay(to: typeof site, txid: string, description: string, amount: string, card = "CARD1") {
  const receiver = makeReceiver(database, to.ring, to.webhookKey);
  minute += 1;
  const date = `2026-11-20 10:${String(minute).padStart(2, "0")}:00`;
  const body = cardJson({ transaction: { txid, description, amount, date }, body: { card_ref: card } });
  expect((await receiver.deliver(body, { contentType: "application/json" })).status).toBe(200);
  await receiver.process();
}

const mine = (): Scope => ({ ...SYSTEM_SCOPE, role: "owner", sites: [site.siteId] });

/** The payments that a text finds, newest first, read a few at a time. */
async function found(q: string, scope: Scope = mine(), filters = {}): Promise<string[]> {
  const txids: string[] = [];
  for (let after: Cursor | null = null; ; ) {
    const page: TransactionPage = await listTransactions(
      scope,
      database.prisma,
      { q, ...filters },
      { after, limit: 2 },
    );
    txids.push(...page.rows.map(({ txid }) => txid));
    if (page.next === null) return txids;
    after = page.next;
  }
}

it.each([
  ["carrefour", ["102", "101"]],
  ["CARREF", ["102", "101"]],
  ["city carrefour", ["102", "101"]],
  ["carrefourcity", ["102", "101"]],
  ["cafe ete", ["100"]],
  ["Café de l’été", ["100"]],
  ["otacos", ["103"]],
  ["O'Tacos", ["103"]],
  ["arrefour", []],
  ["carrefour market", []],
  // The bank's id of a payment, a card, an account, an owner.
  ["103", ["103"]],
  ["card7", ["101"]],
  ["RD7", ["101"]],
  ["ARD", []],
  ["xxx", ["103", "102", "101", "100"]],
  ["dupuis", ["101"]],
  ["Dupuis Carol", ["101"]],
  ["dupuis anne", []],
  ["carole.dupuis@example.com", ["101"]],
  ["Carole.Dupuis@EXAMPLE.com ", ["101"]],
  ["carole.dupuis@exam", ["101"]],
  ["@example.com", ["101"]],
  ["carole.dupuis@example.org", []],
  // An amount, however it is typed, and whatever its sign and its digits.
  ["108,05", ["102", "100"]],
  ["108.05 €", ["102", "100"]],
  ["-108,05", ["102", "100"]],
  ["108,05 euros", ["102", "100"]],
  ["−108,05\u00a0€", ["102", "100"]],
  ["108.06", []],
  ["12", ["101"]],
  // Nothing of it is an operator.
  ["%", []],
  ["' | & :* !", []],
  ["\\", []],
])("finds by %j", async (q, txids) => {
  expect(await found(q)).toEqual(txids);
  expect((await readTransactionTotals(mine(), database.prisma, { q })).unattributed.count).toBe(
    txids.filter((txid) => txid !== "101").length,
  );
});

it("finds within its sites only, and in all of them together", async () => {
  expect(await found("carrefour", { ...mine(), sites: [other.siteId] })).toEqual(["100"]);
  expect(await found("carrefour", { ...mine(), sites: [site.siteId, other.siteId] })).toEqual([
    "100",
    "102",
    "101",
  ]);
  expect(await found("100", { ...mine(), sites: [site.siteId, other.siteId] })).toEqual(["100", "100"]);
});

it("keeps to the other filters", async () => {
  expect(await found("carrefour", mine(), { unattributed: "1" })).toEqual(["102"]);
  expect(await found("carrefour", mine(), { currency: "USD" })).toEqual([]);
});

it("reads by date where a word fits too many merchants, and finds the same", async () => {
  await database.prisma.$executeRaw`
    INSERT INTO merchants (id, site_id, normalised, name, search, naming_version, created_at)
    SELECT gen_random_uuid(), ${site.siteId}::uuid, 'carrefour ' || n, 'Carrefour', 'carrefour ' || n, 1, now()
    FROM generate_series(1, ${MOST_MERCHANTS}::int) n`;
  expect(await found("carrefour")).toEqual(["102", "101"]);
  expect(await found("carref")).toEqual(["102", "101"]);
  expect(await found("carrefour city")).toEqual(["102", "101"]);
});

it("reads by date where a text fits too many cards, and finds the same", async () => {
  const [card] = await database.prisma.card.findMany({ where: { cardRef: "CARD1", siteId: site.siteId } });
  await database.prisma.$executeRaw`
    INSERT INTO cards (id, site_id, account_id, acc_id, card_ref, created_at)
    SELECT gen_random_uuid(), ${site.siteId}::uuid, ${card?.accountId}::uuid, 'many', 'CARD-' || n, now()
    FROM generate_series(1, ${MOST_CARDS}::int) n`;
  expect(await found("card")).toEqual(["103", "102", "101", "100"]);
  expect(await found("many")).toEqual([]);
});
