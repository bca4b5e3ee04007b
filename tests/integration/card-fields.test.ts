import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { addDecimals } from "@/lib/anytime/values/add-decimals";
import { listUnattributedCards } from "@/lib/cards/attribution/unattributed-store";
import { listTransactions } from "@/lib/cards/listing/list-store";
import { readSpendByDay } from "@/lib/cards/spend/spend-store";
import { readTransactionTotals } from "@/lib/cards/totals/totals-store";
import { readTransaction } from "@/lib/cards/transactions/transactions-store";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { readDelivery } from "@/lib/webhooks/read/delivery-detail-store";
import { openPayload } from "@/lib/webhooks/read/read-payload";
import { decideDeliveries } from "@/lib/webhooks/review/decide";
import { dryRun } from "@/lib/webhooks/review/dry-run";
import { createTestDatabase } from "../support/database";
import { cardJson, nextTimestamp } from "../support/facts/card-bodies";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";
import { tokenJson } from "../support/facts/token-bodies";

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
  await database.prisma
    .$executeRaw`TRUNCATE transaction_versions, card_transactions, cards, card_accounts, deliveries, payment_days, category_days, dirty_hours CASCADE`;
});

async function send(...bodies: string[]): Promise<void> {
  for (const body of bodies) expect((await receiver.deliver(body)).body).toEqual({ status: "accepted" });
  await receiver.process();
}

const payments = () => database.prisma.cardTransaction.count();

it.each([
  ["missing", undefined],
  ["null", null],
  ["empty", ""],
  ["blank", " \u00A0"],
  ["zero", "0"],
  ["the number zero", 0],
  ["null as a word", "NULL"],
  ["undefined as a word", "undefined"],
  ["N/A", "N/A"],
  ["false", false],
  ["an empty array", []],
  ["a number that PHP rounded", { raw: "1.2345678901234567e+22" }],
])("keeps two payments of one card apart whose txid is %s", async (_what, txid) => {
  const first = cardJson({ transaction: { txid, amount: "10.00" } });
  await send(first, cardJson({ transaction: { txid, amount: "20.00" } }));
  const rows = await database.prisma.$queryRaw`SELECT amount::text FROM card_transactions ORDER BY 1`;
  expect(rows).toEqual([{ amount: "10.00" }, { amount: "20.00" }]);
  // The same again is no third payment, and neither is a replay.
  expect((await receiver.deliver(first)).body).toEqual({ status: "duplicate" });
  const { id } = await database.prisma.delivery.findFirstOrThrow({ orderBy: { id: "asc" } });
  const keys = { ring: site.ring, auditKey: "x".repeat(40) };
  await decideDeliveries(SYSTEM_SCOPE, database, keys, { ids: [id], decision: "replayed", reason: "again" });
  await receiver.process();
  expect(await payments()).toBe(2);
  expect(await notesOf(id)).toEqual([{ path: "data.body.transaction.txid", problem: "unnamed" }]);
});

it.each([
  ["card_ref", 2],
  ["acc_id", 1],
])("gives payments with a blank %s %i cards, and no account in common with others", async (field, cards) => {
  const body = { [field]: " " };
  await send(cardJson({ body, transaction: { txid: "a" } }), cardJson({ body, transaction: { txid: "b" } }));
  await send(cardJson({ body: { ...body, card_ref: "ANY2", acc_id: "" }, transaction: { txid: "c" } }));
  expect(await payments()).toBe(3);
  const accounts = await database.prisma.cardAccount.count();
  expect([await database.prisma.card.count(), accounts]).toEqual([cards + 1, 2]);
});

it("takes identifiers for the same that differ in what is around them, or in how letters are composed", async () => {
  const same = ["caf\u00E9", " cafe\u0301\r\n"];
  await send(...same.map((txid) => cardJson({ transaction: { txid } })));
  expect(await payments()).toBe(1);
});

it("takes identifiers for others that differ in case, leading zeros or the last of many digits", async () => {
  const others = ["7", "007", "ab", "AB", "9007199254740993", "9007199254740992"];
  await send(...others.map((txid) => cardJson({ transaction: { txid } })));
  await send(cardJson({ transaction: { txid: { raw: "12345678901234567890123" } } }));
  await send(cardJson({ transaction: { txid: { raw: "12345678901234567890124" } } }));
  expect(await payments()).toBe(8);
});

it.each(["", " ", "null", "0", "undefined"])("makes no token of the token %j", async (token) => {
  await send(tokenJson(token, { customReference: "x" }));
  expect(await database.prisma.apiToken.count()).toBe(0);
  const { error, processing } = await database.prisma.delivery.findFirstOrThrow();
  expect([processing, error]).toEqual(["parked", "data.token: names no token"]);
});

it.each([
  ["fx_fee", "N/A"],
  ["fx_fee", "-"],
  ["fx_fee", "NAN"],
  ["fx", "INF"],
  ["balance_after", "1,234.50"],
  ["balance_after", "1 234,50"],
  ["amount_fx", true],
  ["currency", "n/a"],
  ["mcc", "x".repeat(21)],
  ["date", "x".repeat(101)],
  ["status", " "],
  ["type", undefined],
])("shows a payment without its %s %j, and says so", async (field, value) => {
  await send(cardJson({ transaction: { [field]: value } }));
  expect(await payments()).toBe(1);
  const { id, processing } = await database.prisma.delivery.findFirstOrThrow();
  expect(processing).toBe("done");
  expect(await notesOf(id)).toEqual([{ path: `data.body.transaction.${field}`, problem: "left_out" }]);
});

it.each([
  [" 98.32", "98.32"],
  [".50", "0.50"],
  ["5.", "5"],
  ["+5", "5"],
  ["1.000000", "1.000000"],
  ["27964.000000000004", "27964.000000000004"],
  ["1.0E+25", "10000000000000000000000000"],
  [{ raw: "27964.000000000004" }, "27964"],
  [{ raw: "98.31999999999999" }, "98.32"],
  [{ raw: "98.319999999999993" }, "98.32"],
  [{ raw: "1.0e+25" }, "10000000000000000000000000"],
  [{ raw: "1.50" }, "1.50"],
  [{ raw: "-0.0" }, "0.0"],
])("stores the amount %j as %s", async (amount, stored) => {
  await send(cardJson({ transaction: { amount } }));
  expect(await database.prisma.$queryRaw`SELECT amount::text FROM card_transactions`).toEqual([
    { amount: stored },
  ]);
});

it("believes a decimal comma only of a sender whose own timestamp was hashed with one", async () => {
  const timestamp = nextTimestamp();
  const comma = timestamp.replace(".", ",");
  const hash = hashTimestamp(comma, VECTOR_PARTNER_REF);
  const signed = (sent: string, txid: string) =>
    cardJson({ timestamp: sent, transaction: { txid, amount: "1,234" } }).replace(
      /"hash":"\w+"/,
      `"hash":"${hash}"`,
    );
  await send(signed(comma, "form"), signed(timestamp, "json"));
  const parked = cardJson({ transaction: { txid: "point", amount: "1,234" } });
  await send(parked);
  const rows = await database.prisma
    .$queryRaw`SELECT txid, amount::text FROM card_transactions ORDER BY txid`;
  expect(rows).toEqual([
    { txid: "form", amount: "1.234" },
    { txid: "json", amount: "1.234" },
  ]);
  const renderings = await database.prisma
    .$queryRaw`SELECT hash_rendering, error FROM deliveries ORDER BY id`;
  expect(renderings).toEqual([
    { hash_rendering: "comma", error: null },
    { hash_rendering: "comma", error: null },
    { hash_rendering: "as_sent", error: "data.body.transaction.amount: not a decimal number" },
  ]);
});

it("knows a currency however it is written", async () => {
  for (const currency of ["978", "eur", "EUR "])
    await send(cardJson({ transaction: { txid: currency, currency } }));
  expect(await database.prisma.$queryRaw`SELECT DISTINCT currency FROM card_transactions`).toEqual([
    { currency: "EUR" },
  ]);
});

it("reads text that is not UTF-8, says so, and reads the same again in a dry run and a replay", async () => {
  const vectors = JSON.parse(readFileSync("tests/vectors/charsets.json", "utf8")) as {
    rows: { content_type: string; body_base64: string; description: string }[];
  };
  for (const { content_type, body_base64 } of vectors.rows)
    await receiver.deliver(Buffer.from(body_base64, "base64"), { contentType: content_type });
  await receiver.process();
  const stored = () =>
    database.prisma.$queryRaw<{ description: string }[]>`
      SELECT description FROM card_transactions ORDER BY txid`;
  expect((await stored()).map(({ description }) => description)).toEqual(
    vectors.rows.map(({ description }) => description),
  );
  const ids = (await database.prisma.delivery.findMany({ orderBy: { id: "asc" } })).map(({ id }) => id);
  const before = await stored();
  for (const id of ids.slice(0, 4))
    expect(await dryRun(SYSTEM_SCOPE, database, site.ring, id)).toEqual({ ok: true, changes: [] });
  const keys = { ring: site.ring, auditKey: "x".repeat(40) };
  await decideDeliveries(SYSTEM_SCOPE, database, keys, { ids, decision: "replayed", reason: "again" });
  await receiver.process();
  expect(await stored()).toEqual(before);
});

it("takes the sign of an amount from its type alone, in every sum", async () => {
  const today = new Date().toISOString().slice(0, 19);
  const pay = (txid: string, amount: string, type: string, status = "S") =>
    cardJson({ transaction: { txid, amount, type, status, date: `${today}Z` } });
  await send(
    pay("a", "-50.00", "D"),
    pay("b", "20.00", "D"),
    pay("c", "-30.00", "C"),
    pay("d", "-5.00", "D", "A"),
  );
  const { prisma } = database;
  const totals = await readTransactionTotals(SYSTEM_SCOPE, prisma, {});
  expect([totals.settled.amount, totals.authorised.amount, totals.credits.amount]).toEqual([
    "70.00",
    "5.00",
    "30.00",
  ]);
  const days = await readSpendByDay(SYSTEM_SCOPE, prisma, 2);
  expect(addDecimals(days.map(({ amount }) => amount ?? ""))).toBe("75.00");
  expect((await listUnattributedCards(SYSTEM_SCOPE, prisma, 10)).map(({ amount }) => amount)).toEqual([
    "75.00",
  ]);
});

it("shows names of strangers without what turns the direction of text", async () => {
  const description = "\u202Egnp.exe - RUE X, PAR\u2066IS,75001,FRA,FRA";
  await send(cardJson({ transaction: { description, txid: "a\u202Eb" } }));
  const { rows } = await listTransactions(SYSTEM_SCOPE, database.prisma, {}, { after: null, limit: 5 });
  expect(rows.map(({ merchant, city, txid, country }) => [merchant, city, txid, country])).toEqual([
    ["\\u202egnp.exe", "Par\\u2066Is", "a\\u202eb", "FR"],
  ]);
  const detail = await readTransaction(SYSTEM_SCOPE, database.prisma, rows[0]?.id ?? "");
  expect(detail?.description).toBe("\\u202egnp.exe - RUE X, PAR\\u2066IS,75001,FRA,FRA");
});

it.each([
  ["2026-11-20T14:14:48.123456+01:00", "2026-11-20T13:14:48.123Z", false],
  ["20/11/2026 14:14:48", "2026-11-20T13:14:48.000Z", false],
  [{ raw: "1795180488" }, "2026-11-20T13:14:48.000Z", false],
  [
    { date: "2026-11-20 14:14:48.000000", timezone_type: 3, timezone: "Europe/Paris" },
    "2026-11-20T13:14:48.000Z",
    false,
  ],
  ["0000-00-00 00:00:00", "2026-11-21T09:00:00.000Z", true],
  [undefined, "2026-11-21T09:00:00.000Z", true],
])(
  "reads the date %j; where there is none it is when the delivery came, as a guess",
  async (date, at, guess) => {
    const body = cardJson({ transaction: { date } });
    await receiver.deliver(body, { at: new Date("2026-11-21T09:00:00Z") });
    await receiver.process();
    const { bankDate, bankDateGuess } = await database.prisma.cardTransaction.findFirstOrThrow();
    expect([bankDate.toISOString(), bankDateGuess]).toEqual([at, guess]);
  },
);

async function notesOf(id: string) {
  const detail = await readDelivery(SYSTEM_SCOPE, database.prisma, id);
  if (detail === null) throw new Error("no such delivery");
  return openPayload(site.ring, detail)?.view.notes;
}
