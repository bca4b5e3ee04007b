import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { firstValues } from "@/components/filters/href";
import { addDecimals } from "@/lib/anytime/values/add-decimals";
import { bankDayOf } from "@/lib/anytime/values/bank-day";
import { lettersOf, readStatus } from "@/lib/anytime/values/transaction-status";
import { readChartSums } from "@/lib/cards/charts/charts-store";
import { nameMerchants } from "@/lib/cards/charts/name-tops-store";
import {
  daysOf,
  readTransactionFilters,
  type TransactionFilters,
} from "@/lib/cards/filters/transaction-filters";
import { listByAmount } from "@/lib/cards/listing/by-amount-store";
import { planList } from "@/lib/cards/listing/list-plan-store";
import { listTransactions, type TransactionPage } from "@/lib/cards/listing/list-store";
import { createCountJob, orderCount, readCount } from "@/lib/cards/totals/count-job";
import { readDayTotals, readTransactionTotals } from "@/lib/cards/totals/totals-store";
import { type KeyRing, parseKeyRing } from "@/lib/crypto/key-ring";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Cursor } from "@/lib/db/cursors/cursor";
import type { ValuePlace } from "@/lib/db/cursors/value-cursor";
import { runStep } from "@/lib/jobs/runner";
import { readPage } from "../../app/(staff)/transactions/read-page";
import { readOptions } from "../../scripts/seed/options";
import { seedDatabase } from "../../scripts/seed/seed-database";
import { createTestDatabase } from "../support/database";

const PAYMENTS = 1_500;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let sites: string[];
let stored: Stored[];
let ring: KeyRing;

interface Stored {
  readonly id: string;
  readonly site: string;
  readonly card: string;
  readonly user: string | null;
  readonly merchant: string | null;
  readonly at: Date;
  readonly amount: string;
  readonly currency: string;
  readonly country: string;
  readonly mcc: string;
  readonly status: string;
  readonly type: string;
}

beforeAll(async () => {
  database = await createTestDatabase();
  const parsed = parseKeyRing(`t1:${randomBytes(32).toString("base64")}`);
  const options = readOptions([
    ...["--users", "80", "--transactions", String(PAYMENTS), "--sites", "2", "--deliveries", "0"],
  ]);
  if (!parsed.ok || options === null) throw new Error("no options");
  ring = parsed.ring;
  await seedDatabase(database, database.url, parsed.ring, options, () => undefined);
  const { rows } = await database.pool.query<Stored>(`
    SELECT t.id, t.site_id AS site, t.card_id AS card, c.linked_user_id AS user, t.merchant_id AS merchant, t.bank_date AS at,
      abs(t.amount)::text AS amount, t.currency, t.country, t.mcc, t.status, t.type
    FROM card_transactions t JOIN cards c ON c.id = t.card_id ORDER BY t.bank_date DESC, t.id DESC`);
  stored = rows;
  sites = [...new Set(rows.map(({ site }) => site))];
}, 120_000);
afterAll(() => database.close());

const staff = (some: readonly string[]): Scope => ({ ...SYSTEM_SCOPE, role: "owner", sites: some });

/** What a filter means, said once more and slowly. */
function fits(filters: TransactionFilters, row: Stored): boolean {
  const { from, to } = daysOf(filters, new Date());
  const day = bankDayOf(row.at);
  const { status, direction, least, most } = filters;
  return (
    (from === null || day >= from) &&
    (to === null || day <= to) &&
    (status === undefined || readStatus(row.status) === status) &&
    (direction === undefined || row.type === (direction === "debit" ? "D" : "C")) &&
    (filters.currency === undefined || row.currency === filters.currency) &&
    (filters.country === undefined || row.country === filters.country) &&
    (filters.category === undefined || row.mcc === filters.category) &&
    (filters.user === undefined || row.user === filters.user) &&
    (filters.card === undefined || row.card === filters.card) &&
    (filters.merchant === undefined || row.merchant === filters.merchant) &&
    (filters.unattributed === undefined || row.user === null) &&
    (filters.fx === undefined || row.currency !== "EUR") &&
    (least === undefined || Number(row.amount) >= Number(least)) &&
    (most === undefined || Number(row.amount) <= Number(most))
  );
}

async function listAll(scope: Scope, filters: TransactionFilters, limit: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: Cursor | null = null; ; ) {
    const page: TransactionPage = await listTransactions(scope, database.prisma, filters, { after, limit });
    expect(page.searchedTo).toBeNull();
    ids.push(...page.rows.map(({ id }) => id));
    if (page.next === null) return ids;
    after = page.next;
  }
}

/** Some filters at once, with values that are there. */
function someFilters(): fc.Arbitrary<TransactionFilters> {
  const of = <Value>(pick: (row: Stored) => Value) =>
    fc.integer({ min: 0, max: PAYMENTS - 1 }).map((n) => pick(stored[n]!));
  const texts = {
    status: fc.constantFrom("authorised", "settled", "declined", "reversed", "unknown"),
    direction: fc.constantFrom("debit", "credit"),
    currency: of(({ currency }) => currency),
    country: of(({ country }) => country),
    category: of(({ mcc }) => mcc),
    user: of(({ user }) => user).filter((user) => user !== null),
    card: of(({ card }) => card),
    merchant: of(({ merchant }) => merchant).filter((merchant) => merchant !== null),
    unattributed: fc.constant("1"),
    fx: fc.constant("1"),
    period: fc.constantFrom("today", "yesterday", "7d", "30d", "90d", "this_month", "last_month"),
    from: of(({ at }) => bankDayOf(at)),
    to: of(({ at }) => bankDayOf(at)),
    least: of(({ amount }) => amount),
    most: of(({ amount }) => amount),
  };
  const [first, ...others] = Object.entries(texts).map(([name, value]) =>
    (value as fc.Arbitrary<string>).map((text) => [name, text] as const),
  );
  const one = fc.oneof(first!, ...others);
  return fc
    .array(one, { minLength: 0, maxLength: 3 })
    .map((pairs) => readTransactionFilters(Object.fromEntries(pairs)).filters);
}

it("lists what every combination of filters means, page by page, for one site and for several", async () => {
  await fc.assert(
    fc.asyncProperty(
      someFilters(),
      fc.boolean(),
      fc.integer({ min: 20, max: 400 }),
      async (filters, both, limit) => {
        const mine = both ? sites : sites.slice(0, 1);
        const wanted = stored
          .filter((row) => mine.includes(row.site) && fits(filters, row))
          .map(({ id }) => id);
        expect(await listAll(staff(mine), filters, limit)).toEqual(wanted);
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);

it("lists payments by amount, page by page, and says when there are too many to sort", async () => {
  const byAmount = async (filters: TransactionFilters, order: "largest" | "smallest", limit: number) => {
    const ids: string[] = [];
    for (let after: ValuePlace | null = null; ; ) {
      const page = await listByAmount(staff(sites), database.prisma, filters, order, { after, limit });
      if (page.kind === "too_many") throw new Error("1,500 are not too many");
      ids.push(...page.rows.map(({ id }) => id));
      if (page.next === null) return ids;
      after = page.next;
    }
  };
  await fc.assert(
    fc.asyncProperty(someFilters(), fc.constantFrom("largest", "smallest"), async (filters, order) => {
      const sign = order === "largest" ? -1 : 1;
      const wanted = stored
        .filter((row) => fits(filters, row))
        .toSorted((left, right) => {
          const difference = Number(left.amount) - Number(right.amount);
          return sign * (difference === 0 ? (left.id < right.id ? -1 : 1) : difference);
        });
      expect(await byAmount(filters, order, 211)).toEqual(wanted.map(({ id }) => id));
    }),
    { numRuns: 12 },
  );
  const page = { after: null, limit: 50, most: PAYMENTS - 1 };
  expect(await listByAmount(staff(sites), database.prisma, {}, "largest", page)).toEqual({
    kind: "too_many",
  });
});

it("lists what has a tag, and a pair that was joined by the tags of both", async () => {
  const [first, second, third] = stored.filter(({ site }) => site === sites[0]).slice(10);
  const tagged = [first?.id, third?.id];
  await database.pool.query(
    "INSERT INTO transaction_tags SELECT id, 'to check', site_id FROM card_transactions WHERE id = ANY($1)",
    [tagged],
  );
  const ids = async (query: Record<string, string>) =>
    (await readPage(staff(sites), database.prisma, query)).rows.map(({ id }) => id);
  expect(await ids({ tag: " To Check" })).toEqual(tagged);
  expect(await ids({ tag: "to check", sort: "largest" })).toHaveLength(2);
  expect(await ids({ tag: "to check", from: "2100-01-01" })).toEqual([]);
  expect(await ids({ tag: "another" })).toEqual([]);
  expect((await readPage(staff([]), database.prisma, { tag: "to check" })).rows).toEqual([]);
  await database.pool.query("UPDATE card_transactions SET joined_to_id = $1 WHERE id = $2", [
    second?.id,
    third?.id,
  ]);
  expect(await ids({ tag: "to check" })).toEqual([first?.id, second?.id]);
  await database.pool.query(`UPDATE card_transactions SET joined_to_id = NULL WHERE id = $1`, [third?.id]);
  const totals = await readTransactionTotals(staff(sites), database.prisma, { tag: "to check" });
  expect([totals.settled, totals.authorised, totals.credits].reduce((sum, { count }) => sum + count, 0)).toBe(
    [first, third].filter((row) => ["settled", "authorised"].includes(readStatus(row!.status))).length,
  );
  await database.pool.query("DELETE FROM transaction_tags");
});

it("takes no place of another order for one of its own", async () => {
  const read = (query: Record<string, string>) => readPage(staff(sites), database.prisma, query);
  const largest = await read({ sort: "largest" });
  expect(largest).toMatchObject({ order: "largest", isForeign: false, dropped: [], dayTotals: {} });
  const after = String(largest.older);
  expect(await read({ sort: "largest", after })).toMatchObject({ isForeign: false, isFirst: false });
  for (const other of [{}, { sort: "smallest" }, { sort: "largest", fx: "1" }])
    expect(await read({ ...other, after })).toMatchObject({ isForeign: true, isFirst: true });
  const newest = String((await read({})).older);
  expect(await read({ sort: "largest", after: newest })).toMatchObject({ isForeign: true, isFirst: true });
  expect((await read({ sort: "dearest" })).dropped).toEqual(["sort"]);
});

it("finds an amount however it was typed", async () => {
  const [row] = stored;
  const typed = readTransactionFilters({ least: row!.amount.replace(".", ","), most: ` ${row!.amount}0 ` });
  expect(typed.dropped).toEqual([]);
  const read = readTransactionFilters({ least: "−1\u202f234,50\u00a0€", most: "1,234.50 euros" });
  expect(read).toEqual({ filters: { least: "1234.50", most: "1234.50" }, dropped: [] });
  const found = await listAll(staff(sites), typed.filters, 50);
  expect(found).toContain(row!.id);
  expect(found).toEqual(stored.filter(({ amount }) => amount === row!.amount).map(({ id }) => id));
});

const cents = (rows: readonly Stored[]) =>
  rows.reduce((sum, { amount }) => sum + BigInt(amount.replace(".", "")), 0n);
const sameSum = (amount: string, rows: readonly Stored[]) =>
  expect(BigInt(amount.replace(".", ""))).toBe(cents(rows));

it("adds up the whole filter, from rollups or from rows", async () => {
  await fc.assert(
    fc.asyncProperty(someFilters(), async (filters) => {
      const rows = stored.filter((row) => fits(filters, row));
      const totals = await readTransactionTotals(staff(sites), database.prisma, filters);
      const settled = rows.filter(
        ({ type, status }) => type === "D" && lettersOf("settled").includes(status),
      );
      expect({ isExact: totals.isExact, count: totals.settled.count }).toEqual({
        isExact: true,
        count: settled.length,
      });
      sameSum(totals.settled.amount, settled);
      expect(totals.unattributed).toEqual({
        count: rows.filter(({ user }) => user === null).length,
        isExact: true,
      });
    }),
    { numRuns: 20 },
  );
}, 120_000);

async function dayTotals(filters: TransactionFilters, days: readonly string[]) {
  const plan = await planList(staff(sites), database.prisma, filters, new Date());
  return readDayTotals(staff(sites), database.prisma, filters, plan, days);
}

it.each([{}, { status: "settled" as const }, { category: "5411" }])(
  "heads each day with its whole total under %j",
  async (filters) => {
    const days = [...new Set(stored.slice(0, 60).map(({ at }) => bankDayOf(at)))];
    const totals = await dayTotals(filters, days);
    for (const day of days) {
      const rows = stored.filter((row) => bankDayOf(row.at) === day && fits(filters, row));
      expect(totals.get(day)?.count ?? 0).toBe(rows.length);
      const spent = rows.filter(({ type, status }) => type === "D" && "SCA".includes(status));
      sameSum(totals.get(day)?.spent ?? "0", spent);
    }
  },
);

it.each([
  { period: "90d" as const },
  { period: "90d" as const, category: "5411" },
  { period: "30d" as const, fx: "1" as const },
  { least: "5" },
])("draws what was spent by day, merchant and category under %j", async (filters) => {
  const sums = await readChartSums(staff(sites), database.prisma, filters);
  // Without a period, charts are of the last 30 days.
  const shown: TransactionFilters = "period" in filters ? filters : { ...filters, period: "30d" };
  const spent = stored.filter(
    (row) =>
      fits(shown, row) && row.type === "D" && ["settled", "authorised"].includes(readStatus(row.status)),
  );
  expect(sums.isExact).toBe(true);
  sameSum(addDecimals(sums.days.map((day) => day.spent)), spent);
  for (const day of sums.days.filter(({ count }) => count > 0))
    sameSum(
      day.spent,
      spent.filter(({ at }) => bankDayOf(at) === day.key),
    );
  for (const category of sums.categories)
    sameSum(
      category.spent,
      spent.filter(({ mcc }) => mcc === category.key),
    );
  for (const merchant of sums.merchants)
    sameSum(
      merchant.spent,
      spent.filter((row) => row.merchant === merchant.key),
    );
  const named = await nameMerchants(staff(sites), database.prisma, sums.merchants, 5);
  expect(named.map(({ key }) => key)).toEqual(sums.merchants.slice(0, 5).map(({ key }) => key));
  expect(named.every(({ name }) => name !== "?")).toBe(true);
});

it("counts exactly in the background what is too much to add up at once, once for all who ask", async () => {
  const filters = { q: "a", least: "10" } as const;
  const scope = staff(sites);
  const read = (asking = scope) => readCount(asking, database.prisma, filters);
  expect(await read()).toBeNull();
  await orderCount(scope, database, filters);
  await orderCount(scope, database, filters);
  expect(await database.prisma.job.count()).toBe(1);
  expect(await read()).toMatchObject({ state: "queued", totals: null });
  const keys = { ring, auditKey: "a key for the audit trail of this test" };
  const run = () => runStep({ database, keys, work: { "transactions.count": createCountJob() } }, "database");
  let steps = 0;
  while ((await run()) === "more") steps += 1;
  expect(steps).toBeGreaterThan(2);
  const expected = await readTransactionTotals(scope, database.prisma, filters);
  expect(expected.isExact).toBe(true);
  expect(await read()).toMatchObject({ state: "done", share: 1, totals: { ...expected, charged: [] } });
  expect(expected.settled.count).toBeGreaterThan(0);
  // A named period means other days tomorrow.
  const today = { period: "today" } as const;
  const late = new Date();
  await orderCount(scope, database, today);
  expect(await readCount(scope, database.prisma, today, late)).not.toBeNull();
  expect(await readCount(scope, database.prisma, today, new Date(late.getTime() + 86_400_000))).toBeNull();
  // Another scope has not had it counted.
  expect(await read(staff(sites.slice(1)))).toBeNull();
});

it("heads the days of one card with its own totals, and leaves out what is not known", async () => {
  const { card, at } = stored[0]!;
  const day = bankDayOf(at);
  const totals = await dayTotals({ card }, [day]);
  expect(totals.get(day)?.count).toBe(
    stored.filter((row) => row.card === card && bankDayOf(row.at) === day).length,
  );
  expect((await dayTotals({ unattributed: "1" }, [day])).size).toBe(0);
});

it("goes no further back than a search that ran out did, and goes on from there", async () => {
  const filters = { status: "settled", direction: "debit" } as const;
  const wanted = stored.filter((row) => fits(filters, row));
  const floor = stored[100]!.at;
  const page = await listTransactions(staff(sites), database.prisma, filters, {
    after: null,
    floor,
    limit: 1_000,
  });
  expect(page.rows.map(({ id }) => id)).toEqual(wanted.filter(({ at }) => at >= floor).map(({ id }) => id));
  expect([page.next, page.searchedTo]).toEqual([null, floor]);
  const further = await listTransactions(staff(sites), database.prisma, filters, {
    after: { at: floor, id: "00000000-0000-0000-0000-000000000000" },
    limit: PAYMENTS,
  });
  expect(further.rows.map(({ id }) => id)).toEqual(wanted.filter(({ at }) => at < floor).map(({ id }) => id));
});

it("makes a page of any query string, and says what it left out", async () => {
  const names = [
    "q",
    "status",
    "direction",
    "currency",
    "country",
    "category",
    "user",
    "card",
    "merchant",
    "unattributed",
  ];
  const more = [
    "sort",
    "fx",
    "period",
    "from",
    "to",
    "least",
    "most",
    "days",
    "after",
    "open",
    "site",
    "__proto__",
  ];
  const nasty = [
    "'",
    "%",
    "\\",
    "\0",
    "-1",
    "1e309",
    "9999-12-31",
    "0000-00-00",
    "2026-02-30",
    "\ud800",
    "x".repeat(5_000),
    "NaN",
    "1,5",
    "999999999999999,99999999",
  ];
  const value = fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: "binary", maxLength: 60 }), fc.uuid());
  const given = fc.dictionary(
    fc.constantFrom(...names, ...more),
    fc.oneof(value, fc.array(value, { maxLength: 3 })),
    { maxKeys: 6 },
  );
  await fc.assert(
    fc.asyncProperty(given, async (params) => {
      const query = firstValues(params);
      const page = await readPage(staff(sites), database.prisma, query);
      expect(page.rows.length).toBeLessThanOrEqual(50);
      await readTransactionTotals(staff(sites), database.prisma, page.filters);
      for (const name of page.dropped) expect(page.filters).not.toHaveProperty(name);
    }),
    { numRuns: 60 },
  );
}, 120_000);
