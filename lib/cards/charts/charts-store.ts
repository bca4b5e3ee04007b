import { addDecimals } from "@/lib/anytime/values/add-decimals";
import { addDays, bankDayOf } from "@/lib/anytime/values/bank-day";
import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import { compareDecimals } from "@/lib/anytime/values/compare-decimals";
import { CREDIT, DEBIT, lettersOf, SPENT_LETTERS } from "@/lib/anytime/values/transaction-status";
import { daysOf, type TransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { planList } from "@/lib/cards/listing/list-plan-store";
import { earliest, orNull, pickWindow, readOldest } from "@/lib/cards/listing/list-store";
import { type Window, walkBack } from "@/lib/cards/listing/walk-back";
import { readTops, sumPaymentsByDay } from "@/lib/cards/rollups/sums-store";
import { sumFilterOf } from "@/lib/cards/totals/totals-store";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** Payments of a day, a merchant or a category: settled and authorised debits, and settled credits. */
export interface ChartSum {
  readonly key: string;
  /** Decimal text in the account's currency, without sign. */
  readonly spent: string;
  readonly credited: string;
  /** How many debits were spent. */
  readonly count: number;
}

/** What charts show of a filter. */
export interface ChartSums {
  /** Bank days with payments, oldest first. */
  readonly days: readonly ChartSum[];
  /** Where most was spent, by the id of the merchant; merged ones are still apart. */
  readonly merchants: readonly ChartSum[];
  /** By the bank's code of the category. */
  readonly categories: readonly ChartSum[];
  /** The first and the last bank day that were looked at. */
  readonly from: string | null;
  readonly to: string;
  /** False if there is more than was added up at once. */
  readonly isExact: boolean;
}

/** Without a period, charts are of so many days. */
const USUAL_DAYS = 30;
const MOST_ADDED = 100_000;
const BUDGET_MS = 1_000;
/** Enough that merged merchants are found, whose spend is added up afterwards. */
const MOST_TOPS = 200;

/** Adds up the payments of a filter by day, merchant and category: from rollups, or, where they do not know it, from rows. */
export async function readChartSums(scope: Scope, db: Db, asked: TransactionFilters): Promise<ChartSums> {
  const now = new Date();
  const given = daysOf(asked, now);
  const hasDays = given.from !== null || given.to !== null;
  const filters = hasDays ? asked : { ...asked, from: addDays(bankDayOf(now), 1 - USUAL_DAYS) };
  const { from, to } = daysOf(filters, now);
  const period = { from, to: to ?? bankDayOf(now) };
  return {
    ...period,
    ...((await fromRollups(scope, db, filters, now)) ?? (await fromRows(scope, db, filters, now))),
  };
}

type Sums = Omit<ChartSums, "from" | "to">;

async function fromRollups(
  scope: Scope,
  db: Db,
  filters: TransactionFilters,
  now: Date,
): Promise<Sums | null> {
  const sums = sumFilterOf(filters, now);
  // No rollup has the merchants of a category.
  if (sums === null || sums.mccs !== undefined) return null;
  const [byDay, merchants, categories] = await Promise.all([
    sumPaymentsByDay(scope, db, sums),
    readTops(scope, db, sums, "merchant", MOST_TOPS),
    readTops(scope, db, sums, "category", MOST_TOPS),
  ]);
  if (merchants === null || categories === null) return null;
  const credits = lettersOf("settled");
  const days = byDay.map((row) => ({
    key: row.day,
    spent: row.type === DEBIT && SPENT_LETTERS.includes(row.status) ? row.amount : "0",
    credited: row.type === CREDIT && credits.includes(row.status) ? row.amount : "0",
    count: row.type === DEBIT && SPENT_LETTERS.includes(row.status) ? row.count : 0,
  }));
  const tops = (rows: typeof merchants) => rows.map((row) => ({ ...row, credited: "0" }));
  return {
    days: addByKey(days).toSorted(byKey),
    merchants: tops(merchants),
    categories: tops(categories),
    isExact: true,
  };
}

/** A row of a window: of one day, one merchant, or one category. */
interface Grouped extends Omit<ChartSum, "key"> {
  readonly day: string | null;
  readonly merchant: string | null;
  readonly mcc: string | null;
  readonly all: number;
}

async function fromRows(scope: Scope, db: Db, filters: TransactionFilters, now: Date): Promise<Sums> {
  const plan = await planList(scope, db, filters, now);
  const { rows, searchedTo } = await walkBack<Grouped>({
    search: orNull((window: Window, left: number) =>
      groupPayments(scope, db, pickWindow(plan, window, left)),
    ),
    most: MOST_ADDED + 1,
    weigh: ({ day, all }) => (day === null ? 0 : all),
    from: earliest([plan.until, now]),
    oldest: await readOldest(scope, db, [plan.since]),
    budgetMs: BUDGET_MS,
  });
  const of = (name: "day" | "merchant" | "mcc") =>
    addByKey(rows.flatMap((row) => (row[name] === null ? [] : [{ ...row, key: row[name] }])));
  const added = rows.reduce((sum, { day, all }) => sum + (day === null ? 0 : all), 0);
  return {
    days: of("day").toSorted(byKey),
    merchants: of("merchant").toSorted(bySpent).slice(0, MOST_TOPS),
    categories: of("mcc").toSorted(bySpent).slice(0, MOST_TOPS),
    isExact: searchedTo === null && added <= MOST_ADDED,
  };
}

/** Adds up payments by day, by merchant and by category. @param picked a query of their ids */
async function groupPayments(scope: Scope, db: Db, picked: Prisma.Sql): Promise<Grouped[]> {
  const spent = Prisma.sql`f.type = ${DEBIT} AND f.status = ANY(${[...SPENT_LETTERS]})`;
  const credited = Prisma.sql`f.type = ${CREDIT} AND f.status = ANY(${[...lettersOf("settled")]})`;
  return db.$queryRaw<Grouped[]>`
    WITH picked AS MATERIALIZED (${picked})
    SELECT f.day::text AS day, f.merchant_id AS merchant, f.mcc, count(*)::int AS all,
      COALESCE(sum(f.amount) FILTER (WHERE ${spent}), 0)::text AS spent,
      COALESCE(sum(f.amount) FILTER (WHERE ${credited}), 0)::text AS credited,
      count(*) FILTER (WHERE ${spent})::int AS count
    FROM (
      SELECT t.status, t.type, abs(t.amount) AS amount, t.merchant_id, t.mcc,
        (t.bank_date AT TIME ZONE ${BANK_ZONE}::text)::date AS day
      FROM card_transactions t WHERE t.id = ANY(ARRAY(SELECT id FROM picked)) AND ${inScope(scope, "t.site_id")}
    ) f GROUP BY GROUPING SETS ((f.day), (f.merchant_id), (f.mcc))`;
}

/** Adds up what has the same key. */
export function addByKey(rows: readonly ChartSum[]): ChartSum[] {
  const groups = new Map<string, ChartSum[]>();
  for (const row of rows) groups.set(row.key, [...(groups.get(row.key) ?? []), row]);
  return [...groups].map(([key, some]) => ({
    key,
    spent: addDecimals(some.map(({ spent }) => spent)),
    credited: addDecimals(some.map(({ credited }) => credited)),
    count: some.reduce((sum, { count }) => sum + count, 0),
  }));
}

/** The dearest first. */
export function bySpent(left: ChartSum, right: ChartSum): number {
  return compareDecimals(right.spent, left.spent) || byKey(left, right);
}

function byKey(left: ChartSum, right: ChartSum): number {
  return left.key < right.key ? -1 : left.key > right.key ? 1 : 0;
}
