import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseJsonTree } from "@/lib/anytime/body/parse-json";
import { type BankTransaction, readFetchedTransaction } from "@/lib/anytime/events";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { readTransaction } from "@/lib/cards/transactions/transactions-store";
import { applyFetched } from "@/lib/cards/versions/apply-fetched";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { decideDeliveries } from "@/lib/webhooks/review/decide";
import { dryRun } from "@/lib/webhooks/review/dry-run";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

/** Few for every commit, thousands in `npm run test:long`. */
const SHUFFLES = Number(process.env.SHUFFLES ?? 10);
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
const NOW = Math.floor(Date.now() / 1_000);

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

/** Something the bank says about a payment: it pushes it, or answers with it. */
interface Word {
  readonly how: "pushed" | "fetched";
  readonly second: number;
  readonly created: number;
  readonly said: Record<string, string | null>;
}

function parse(said: Word["said"]): BankTransaction {
  const root = parseJsonTree(
    { text: JSON.stringify(said), bytes: false, reader: null },
    { depth: 3, keys: 50 },
  );
  const read = root === null ? null : readFetchedTransaction(root);
  if (read === null) throw new Error("no transaction");
  return read;
}

const timestampOf = ({ second }: Word) => `${NOW - 1_000 + second}.5`;

async function say(word: Word): Promise<void> {
  const timestamp = timestampOf(word);
  if (word.how === "fetched") {
    const { siteId } = site;
    const receivedAt = new Date();
    await database.prisma.$transaction((tx) =>
      applyFetched(SYSTEM_SCOPE, tx, [
        { siteId, accId: "A", cardRef: "C", transaction: parse(word.said), timestamp, receivedAt },
      ]),
    );
    return;
  }
  const sent = Object.fromEntries(Object.entries(word.said).filter(([, value]) => value !== null));
  const data = {
    hash: hashTimestamp(timestamp, VECTOR_PARTNER_REF),
    timestamp,
    event_name: "card_transaction_received",
    request_id: "r",
    body: { card_ref: "C", acc_id: "A", transaction: sent },
  };
  const created_at = `2026-11-20T10:00:0${word.created}+01:00`;
  const { status } = await receiver.deliver(JSON.stringify({ notification: { created_at, data } }));
  if (status !== 200) throw new Error(`answered ${status}`);
}

const anyWord: fc.Arbitrary<Word> = fc.record({
  how: fc.constantFrom("pushed", "fetched"),
  second: fc.integer({ min: 0, max: 6 }),
  created: fc.integer({ min: 0, max: 3 }),
  said: fc.record({
    txid: fc.constantFrom("1", "2"),
    amount: fc.constantFrom("10.00", "10.0", "10.40"),
    status: fc.constantFrom("A", "S", null),
    type: fc.constant("D"),
    currency: fc.constantFrom("EUR", null),
    balance_after: fc.constantFrom("5.00", null),
    mcc: fc.constantFrom("5732", null),
    date: fc.constantFrom("2026-11-20 10:00:00", "2026-11-21 09:00:00"),
    description: fc.constantFrom("FNAC", "DARTY", null),
  }),
});

async function end(): Promise<string> {
  const payments = await database.prisma.$queryRaw`
    SELECT t.txid, t.status, t.type, trim_scale(t.amount)::text AS amount, t.currency, t.mcc, t.bank_date, t.description,
      t.merchant, t.request_id, trim_scale(t.balance_after)::text AS balance, t.version_count, t.fold_timestamp::text,
      t.fold_created_at, encode(t.fold_digest, 'hex') AS digest, t.bank_date_raw,
      m.normalised AS named
    FROM card_transactions t JOIN merchants m ON m.id = t.merchant_id ORDER BY t.txid`;
  const versions = await database.prisma.$queryRaw`
    SELECT t.txid, v.source::text, v.status, trim_scale(v.amount)::text AS amount, v.fold_timestamp::text AS at
    FROM transaction_versions v JOIN card_transactions t ON t.id = v.transaction_id
    ORDER BY 1, 2, encode(v.fold_digest, 'hex')`;
  const sums = await database.prisma.$queryRaw`
    SELECT day::text, status, currency, trim_scale(sum(amount))::text AS amount, sum(count)::int AS count FROM payment_days
    GROUP BY 1, 2, 3 HAVING sum(count) > 0 ORDER BY 1, 2, 3`;
  expect(sums).toEqual(
    await database.prisma.$queryRaw`
      SELECT (bank_date AT TIME ZONE 'Europe/Paris')::date::text AS day, status, COALESCE(currency, '') AS currency,
        trim_scale(sum(abs(amount)))::text AS amount, count(*)::int AS count
      FROM card_transactions GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );
  return JSON.stringify({ payments, versions }, null, 1);
}

async function forget(): Promise<void> {
  await database.prisma.$executeRawUnsafe(
    "TRUNCATE transaction_versions, card_transactions, cards, card_accounts, deliveries, payment_days, category_days, merchant_days, dirty_hours CASCADE",
  );
}

async function play(words: readonly Word[], batch: number): Promise<string> {
  await forget();
  for (const [index, word] of words.entries()) {
    await say(word);
    if (index % batch === batch - 1) await receiver.process();
  }
  await receiver.process();
  return end();
}

it("ends the same however pushed and fetched versions interleave", { timeout: 1_200_000 }, async () => {
  const courses = fc
    .array(anyWord, { minLength: 2, maxLength: 7 })
    .chain((words) =>
      fc.tuple(
        fc.constant(words),
        fc.shuffledSubarray(words, { minLength: words.length }),
        fc.array(fc.constantFrom(...words), { maxLength: 3 }),
        fc.integer({ min: 1, max: 4 }),
      ),
    );
  await fc.assert(
    fc.asyncProperty(courses, async ([words, shuffled, repeated, batch]) => {
      expect(await play([...shuffled, ...repeated], batch)).toBe(await play(words, 1));
    }),
    { numRuns: SHUFFLES },
  );
});

const PAID = {
  txid: "1",
  amount: "10.40",
  status: "S",
  type: "D",
  currency: "EUR",
  balance_after: "5.00",
  mcc: "5732",
  date: "2026-11-20 10:00:00",
  description: "FNAC",
};

it("adds no version for what it repeats, moves its time forward, and empties nothing", async () => {
  await forget();
  await say({ how: "pushed", second: 1, created: 0, said: { ...PAID, status: "A", amount: "10.00" } });
  await receiver.process();
  for (const [second, amount] of [
    [2, "10.40"],
    [5, "10.400"],
    [3, "10.4"],
  ] as const)
    await say({
      how: "fetched",
      second,
      created: 0,
      said: { ...PAID, amount, mcc: null, description: null },
    });
  const row = await database.prisma.cardTransaction.findFirstOrThrow({ include: { versions: true } });
  expect(row).toMatchObject({ status: "S", mcc: "5732", merchant: "FNAC", requestId: "r", versionCount: 2 });
  expect(row.versions.map(({ source }) => source).sort()).toEqual(["bank_api", "delivery"]);
  // What a delivery says that is older than the last answer changes nothing, though it is newer than the first.
  await say({ how: "pushed", second: 4, created: 0, said: { ...PAID, status: "R" } });
  await receiver.process();
  expect(await database.prisma.cardTransaction.findFirstOrThrow()).toMatchObject({ status: "S" });
});

it("is shown, dry-run and replayed beside what was delivered", async () => {
  const { prisma } = database;
  const { id } = await prisma.cardTransaction.findFirstOrThrow();
  const shown = await readTransaction(SYSTEM_SCOPE, prisma, id);
  expect(shown?.versions.map(({ source, deliveryId }) => [source, deliveryId === null])).toEqual([
    ["bank_api", true],
    ["delivery", false],
    ["delivery", false],
  ]);
  const [first] = await prisma.delivery.findMany({ orderBy: { id: "asc" } });
  const tried = await dryRun(SYSTEM_SCOPE, database, site.ring, first?.id ?? "");
  expect(tried).toEqual({ ok: true, changes: [] });
  const keys = { ring: site.ring, auditKey: "k".repeat(40) };
  const order = { ids: [first?.id ?? ""], decision: "replayed" as const, reason: "to be sure" };
  expect(await decideDeliveries(SYSTEM_SCOPE, database, keys, order)).toMatchObject({ done: 1 });
  await receiver.process();
  expect(await prisma.cardTransaction.findFirstOrThrow()).toMatchObject({ status: "S", versionCount: 3 });
});
