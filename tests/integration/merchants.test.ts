import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { listTransactions } from "@/lib/cards/listing/list-store";
import { identifyMerchants } from "@/lib/cards/merchants/identify-merchants";
import { NAMING_VERSION } from "@/lib/cards/merchants/name-merchant";
import { createMerchantNaming } from "@/lib/cards/merchants/rename-merchants";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { insertReplays } from "@/lib/webhooks/review/decide-store";
import { createTestDatabase } from "../support/database";
import { cardJson } from "../support/facts/card-bodies";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());
beforeEach(async () => {
  for (const table of ["transaction_versions", "card_transactions", "merchants", "deliveries", "dirty_hours"])
    await database.prisma.$executeRawUnsafe(`DELETE FROM ${table}`);
});

async function pay(txid: string, description: string, more: Record<string, unknown> = {}): Promise<void> {
  const body = cardJson({ transaction: { txid, description, ...more } });
  expect((await receiver.deliver(body, { contentType: "application/json" })).status).toBe(200);
}

/** The normalised name of each payment's merchant, by its txid. */
async function named(): Promise<Record<string, string | null>> {
  const rows = await database.prisma.$queryRaw<{ txid: string; normalised: string | null }[]>`
    SELECT t.txid, m.normalised FROM card_transactions t LEFT JOIN merchants m ON m.id = t.merchant_id ORDER BY 1`;
  return Object.fromEntries(rows.map(({ txid, normalised }) => [txid, normalised]));
}

async function nameAll(options = {}): Promise<void> {
  const naming = createMerchantNaming(SYSTEM_SCOPE, database, options);
  while (await naming.run());
}

it("finds one merchant in all of its spellings, and never changes it", async () => {
  await pay("1", "SUMUP *CAFE ROSALIE - RUE X, PARIS,75011,FRA,FRA");
  await pay("2", "CAFÉ ROSALIE 0042 - RUE Y, LYON,69001,FRA,FRA");
  await pay("3", "FNAC DIRECT - RUE DES BATEAUX LAVOIRS, IVRY SUR SEIN,94768,FRA,FRA");
  await receiver.process();
  const before = await database.prisma.merchant.findMany({ orderBy: { normalised: "asc" } });
  expect(before.map(({ normalised, search }) => [normalised, search])).toEqual([
    ["cafe rosalie", "cafe caferosalie rosalie"],
    ["fnac direct", "direct fnac fnacdirect"],
  ]);
  await pay("4", "Cafe  Rosalie SARL - RUE Z, LILLE,59000,FRA,FRA");
  await pay("3", "FNAC DIRECT 0007 - RUE X, PARIS,75001,FRA,FRA", { status: "A" });
  await receiver.process();
  expect(await named()).toEqual({
    1: "cafe rosalie",
    2: "cafe rosalie",
    3: "fnac direct",
    4: "cafe rosalie",
  });
  expect(await database.prisma.merchant.findMany({ orderBy: { normalised: "asc" } })).toEqual(before);
});

it("keeps merchant and payment together when a delivery is processed again", async () => {
  await pay("1", "ZARA 0042 - RUE X, PARIS,75001,FRA,FRA");
  await receiver.process();
  const [delivery] = await database.prisma.delivery.findMany();
  await insertReplays(SYSTEM_SCOPE, database.prisma, [delivery?.id ?? ""]);
  await receiver.process();
  expect(await named()).toEqual({ 1: "zara" });
  expect(await database.prisma.merchant.count()).toBe(1);
});

it("names the same merchants whatever the order, and whoever does it at once", async () => {
  const pieces = fc.constantFrom(
    "Zara",
    "ZARA",
    "0042",
    "Paris",
    "SumUp *",
    "Café",
    "CAFE",
    "SARL",
    "Optic",
    "2000",
  );
  const text = fc.array(pieces, { minLength: 1, maxLength: 4 }).map((words) => words.join(" "));
  const lists = fc.sample(fc.array(text, { minLength: 8, maxLength: 30 }), { numRuns: 12, seed: 7 });
  for (const list of lists) {
    await database.prisma.$executeRaw`DELETE FROM merchants`;
    const payments = list.map((merchant) => ({ siteId: site.siteId, merchant, city: null, country: "FRA" }));
    const orders = [
      payments,
      payments.toReversed(),
      ...fc.sample(fc.shuffledSubarray(payments, { minLength: payments.length }), 2),
    ];
    const results = await Promise.all(
      orders.map((order) =>
        database.prisma.$transaction(async (tx) => {
          const { ids } = await identifyMerchants(SYSTEM_SCOPE, tx, order);
          return new Map(order.map((payment, at) => [payment.merchant, ids[at]]));
        }),
      ),
    );
    for (const result of results)
      for (const { merchant } of payments) expect(result.get(merchant)).toBe(results[0]?.get(merchant));
    const there = await database.prisma.merchant.findMany();
    expect(new Set(there.map(({ normalised }) => normalised)).size).toBe(there.length);
    expect(new Set(results[0]?.values()).size).toBe(there.length);
  }
});

it("names the payments of earlier versions, the newest first and a few at a time", async () => {
  for (let day = 1; day <= 9; day += 1)
    await pay(`${day}`, `SHOP ${day % 2 === 0 ? "EVEN" : "ODD"} 0042`, { date: `2026-11-0${day} 12:00:00` });
  await receiver.process();
  const expected = await named();
  await database.prisma.$executeRaw`UPDATE card_transactions SET merchant_id = NULL`;
  await database.prisma.$executeRaw`DELETE FROM merchants`;
  await database.prisma.$executeRaw`DELETE FROM dirty_hours`;
  await createMerchantNaming(SYSTEM_SCOPE, database, { batch: 2, budgetMs: 0 }).run();
  expect(Object.entries(await named()).flatMap(([txid, name]) => (name === null ? [] : txid))).toEqual([
    "8",
    "9",
  ]);
  await nameAll({ batch: 2 });
  expect(await named()).toEqual(expected);
  expect(await database.prisma.dirtyHour.count()).toBe(9);
});

it("names again what older rules named, and keeps what staff decided", async () => {
  for (const [txid, description] of [
    ["1", "ZARA HOME"],
    ["2", "ZARA KIDS"],
    ["3", "ZARA HOME 0042"],
    ["4", "FNAC"],
  ] as const)
    await pay(txid, description);
  await receiver.process();
  const expected = await named();
  // As older rules would have left it: all of Zara is one merchant.
  await database.prisma.$executeRaw`UPDATE merchants SET naming_version = ${NAMING_VERSION - 1}`;
  await database.prisma.$executeRaw`
    UPDATE merchants SET normalised = 'zara', name = 'Zara', alias = 'Inditex', search = 'zara' WHERE normalised = 'zara home'`;
  await database.prisma.$executeRaw`
    UPDATE card_transactions SET merchant_id = (SELECT id FROM merchants WHERE normalised = 'zara') WHERE txid <> '4'`;
  await database.prisma.$executeRaw`DELETE FROM merchants WHERE normalised = 'zara kids'`;
  await nameAll({ batch: 1 });
  expect(await named()).toEqual(expected);
  const rows = await database.prisma.merchant.findMany({ orderBy: { normalised: "asc" } });
  expect(rows.map(({ normalised, alias, namingVersion }) => [normalised, alias, namingVersion])).toEqual([
    ["fnac", null, NAMING_VERSION],
    ["zara", "Inditex", NAMING_VERSION],
    ["zara home", "Inditex", NAMING_VERSION],
    ["zara kids", "Inditex", NAMING_VERSION],
  ]);
  expect(rows.at(-1)?.search).toBe("inditex kids zara zarakids");
});

it.each([
  ["is new", false, ""],
  [
    "is there already, with an alias of its own",
    true,
    "UPDATE merchants SET alias = 'Home' WHERE normalised = 'zara home'",
  ],
  ["is there already, and nothing was decided about it", true, ""],
  [
    "was merged into the old one",
    true,
    "UPDATE merchants SET merged_into_id = (SELECT id FROM merchants WHERE normalised = 'zara') WHERE normalised = 'zara home'",
  ],
  [
    "was merged into one that was merged into the old one",
    true,
    "UPDATE merchants SET merged_into_id = (SELECT id FROM merchants WHERE normalised = 'inditex') WHERE normalised = 'zara home'",
  ],
  [
    "is what the old one was merged into",
    true,
    "UPDATE merchants SET merged_into_id = (SELECT id FROM merchants WHERE normalised = 'zara home') WHERE normalised = 'zara'",
  ],
])(
  "keeps together what staff merged when newer rules rename it, where the new name %s",
  async (_how, isThere, decided) => {
    for (const [txid, description] of Object.entries({
      1: "ZARA HOME",
      2: "INDITEX",
      3: "ZARA HOME 0042",
      4: "ZARA HOME",
    }))
      await pay(txid, description);
    await receiver.process();
    // As older rules would have left it: what is Zara Home now was Zara, and staff gave it a name and merged another into it.
    const { prisma } = database;
    await prisma.$executeRaw`UPDATE merchants SET naming_version = ${NAMING_VERSION - 1}`;
    await prisma.$executeRaw`
    INSERT INTO merchants (id, site_id, normalised, name, alias, search, naming_version, created_at)
    SELECT gen_random_uuid(), site_id, 'zara', 'Zara', 'Our Zara', 'zara', naming_version, created_at
    FROM merchants WHERE normalised = 'zara home'`;
    await prisma.$executeRaw`
    UPDATE card_transactions SET merchant_id = (SELECT id FROM merchants WHERE normalised = 'zara')
    WHERE merchant_id = (SELECT id FROM merchants WHERE normalised = 'zara home')`;
    await prisma.$executeRaw`
    UPDATE merchants SET merged_into_id = (SELECT id FROM merchants WHERE normalised = 'zara') WHERE normalised = 'inditex'`;
    if (!isThere) await prisma.$executeRaw`DELETE FROM merchants WHERE normalised = 'zara home'`;
    if (decided !== "") await prisma.$executeRawUnsafe(decided);
    await nameAll({ batch: 2 });
    const { rows } = await listTransactions(SYSTEM_SCOPE, prisma, {}, { after: null, limit: 10 });
    expect(new Set(rows.map(({ merchantId }) => merchantId)).size).toBe(1);
    expect(rows.map(({ merchant }) => merchant)).toEqual(
      Array(4).fill(decided.includes("'Home'") ? "Home" : "Our Zara"),
    );
    expect(
      (await listTransactions(SYSTEM_SCOPE, prisma, { q: "inditex" }, { after: null, limit: 10 })).rows,
    ).toHaveLength(4);
  },
);
