import { addDecimals } from "@/lib/anytime/values/add-decimals";
import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import {
  CREDIT,
  DEBIT,
  KNOWN_LETTERS,
  lettersOf,
  readStatus,
  SPENT_LETTERS,
} from "@/lib/anytime/values/transaction-status";
import { daysOf, type TransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { type ListPlan, planList } from "@/lib/cards/listing/list-plan-store";
import { earliest, orNull, pickWindow, readOldest, within } from "@/lib/cards/listing/list-store";
import { type Window, walkBack } from "@/lib/cards/listing/walk-back";
import {
  type PaymentSum,
  type SumFilter,
  sumPayments,
  sumPaymentsByDay,
} from "@/lib/cards/rollups/sums-store";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** Where no rollup has a sum, so many payments are added up, for so long. */
const MOST_ADDED = 100_000;
const BUDGET_MS = 1_000;
const MOST_UNATTRIBUTED = 10_000;

interface Total {
  readonly amount: string;
  readonly count: number;
}

/**
 * Sums over a filter, in the currency of accounts and without sign, because the type gives the direction. Unknown
 * status letters are left out.
 */
export interface TransactionTotals {
  readonly currency: string;
  readonly settled: Total;
  readonly authorised: Total;
  readonly credits: Total;
  /** False if there is more than was added up. */
  readonly isExact: boolean;
  readonly unattributed: { readonly count: number; readonly isExact: boolean };
  /**
   * What was spent in other currencies, as charged, most payments first; empty where that is not known. An amount is
   * null where the bank did not say it of all of them.
   */
  readonly charged: readonly {
    readonly currency: string;
    readonly amount: string | null;
    readonly count: number;
  }[];
}

/** Payments of one kind, added up. */
export interface Kind {
  readonly status: string;
  readonly type: string;
  readonly count: number;
  readonly amount: string;
  readonly unattributed: number;
}

/** Totals over a filter: from rollups where they have it, else of as many payments as can be added up at once. */
export async function readTransactionTotals(
  scope: Scope,
  db: Db,
  filters: TransactionFilters,
): Promise<TransactionTotals> {
  const now = new Date();
  const sums = sumFilterOf(filters, now);
  const known = sums === null ? null : await sumPayments(scope, db, sums);
  if (known === null) {
    const { kinds, isExact } = await addUp(scope, db, filters, now, MOST_ADDED);
    const count = kinds.reduce((sum, { unattributed }) => sum + unattributed, 0);
    return { ...totalsOf(kinds), isExact, unattributed: { count, isExact }, charged: [] };
  }
  const { kinds, isExact } = await addUp(
    scope,
    db,
    { ...filters, unattributed: "1" },
    now,
    MOST_UNATTRIBUTED,
  );
  const count = kinds.reduce((sum, { unattributed }) => sum + unattributed, 0);
  return { ...totalsOf(known), isExact: true, unattributed: { count, isExact }, charged: chargedOf(known) };
}

/** How many payments fit a filter, by status and type; not exact if there are more than can be counted at once. */
export async function countKinds(scope: Scope, db: Db, filters: TransactionFilters, now: Date) {
  const sums = sumFilterOf(filters, now);
  const known = sums === null ? null : await sumPayments(scope, db, sums);
  return known === null
    ? addUp(scope, db, filters, now, MOST_ADDED)
    : { kinds: known as readonly Pick<Kind, "status" | "type" | "count">[], isExact: true };
}

function chargedOf(sums: readonly PaymentSum[]): TransactionTotals["charged"] {
  const foreign = sums.filter(
    ({ type, status, currency }) =>
      type === DEBIT && SPENT_LETTERS.includes(status) && currency !== "" && currency !== ACCOUNT_CURRENCY,
  );
  return [...new Set(foreign.map(({ currency }) => currency))]
    .map((currency) => {
      const some = foreign.filter((sum) => sum.currency === currency);
      const count = some.reduce((sum, { count: each }) => sum + each, 0);
      const amounts = some.flatMap(({ amountFx }) => amountFx ?? []);
      return { currency, amount: amounts.length < some.length ? null : addDecimals(amounts), count };
    })
    .toSorted((left, right) => right.count - left.count);
}

/** Sums of kinds, by what they mean. */
export function totalsOf(kinds: readonly Pick<Kind, "status" | "type" | "amount" | "count">[]) {
  const sum = (type: string, status: "settled" | "authorised"): Total => {
    const some = kinds.filter((kind) => kind.type === type && readStatus(kind.status) === status);
    return {
      amount: addDecimals(some.map(({ amount }) => amount)),
      count: some.reduce((total, { count }) => total + count, 0),
    };
  };
  return {
    currency: ACCOUNT_CURRENCY,
    settled: sum(DEBIT, "settled"),
    authorised: sum(DEBIT, "authorised"),
    credits: sum(CREDIT, "settled"),
  };
}

/** The same filter for rollups; null if they do not know what it asks for. */
export function sumFilterOf(filters: TransactionFilters, now: Date): SumFilter | null {
  const { status, direction, currency, fx, category, period, from, to, ...others } = filters;
  if (Object.keys(others).length > 0) return null;
  const days = daysOf(filters, now);
  return {
    from: days.from ?? undefined,
    to: days.to ?? undefined,
    statuses: status === undefined || status === "unknown" ? undefined : lettersOf(status),
    notStatuses: status === "unknown" ? KNOWN_LETTERS : undefined,
    types: direction === undefined ? undefined : [direction === "debit" ? DEBIT : CREDIT],
    currencies: currency === undefined ? undefined : [currency],
    // A payment without a currency is in no foreign one.
    notCurrencies: fx === undefined ? undefined : [ACCOUNT_CURRENCY, ""],
    mccs: category === undefined ? undefined : [category],
  };
}

async function addUp(scope: Scope, db: Db, filters: TransactionFilters, now: Date, most: number) {
  const plan = await planList(scope, db, filters, now);
  const { rows, searchedTo } = await walkBack<Kind>({
    search: orNull((window: Window, limit: number) => addWindow(scope, db, plan, window, limit)),
    most: most + 1,
    weigh: ({ count }) => count,
    from: earliest([plan.until, now]),
    oldest: await readOldest(scope, db, [plan.since]),
    budgetMs: BUDGET_MS,
  });
  const added = rows.reduce((sum, { count }) => sum + count, 0);
  return { kinds: rows, isExact: searchedTo === null && added <= most };
}

/** Adds up what fits a plan in a window of time, or `limit` payments of it; null has no limit. */
export async function addWindow(
  scope: Scope,
  db: Db,
  plan: ListPlan,
  window: Window,
  limit: number | null,
): Promise<Kind[]> {
  return db.$queryRaw<Kind[]>`
    WITH picked AS MATERIALIZED (${pickWindow(plan, window, limit)})
    SELECT t.status, t.type, count(*)::int AS count, sum(abs(t.amount))::text AS amount,
      count(*) FILTER (WHERE t.unattributed)::int AS unattributed
    FROM card_transactions t
    WHERE t.id = ANY(ARRAY(SELECT id FROM picked)) AND ${inScope(scope, "t.site_id")} GROUP BY 1, 2`;
}

/** What was paid on a bank day. */
export interface DayTotal {
  /** Settled and authorised debits. */
  readonly spent: string;
  /** Settled credits. */
  readonly credited: string;
  readonly count: number;
}

/**
 * The totals of whole bank days under a filter, by day, as far as they are known: from rollups, or, where few payments
 * fit the filter, from those.
 *
 * @param plan of the same filter
 * @param days as in 2026-11-23
 */
export async function readDayTotals(
  scope: Scope,
  db: Db,
  filters: TransactionFilters,
  plan: ListPlan,
  days: readonly string[],
): Promise<ReadonlyMap<string, DayTotal>> {
  const [first, last] = [days.toSorted()[0], days.toSorted().at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const sums = sumFilterOf(filters, new Date());
  const rows =
    sums === null
      ? await addFewByDay(scope, db, plan, days)
      : await sumPaymentsByDay(scope, db, { ...sums, from: first, to: last });
  const named = [...new Set(rows.map(({ day }) => day))];
  return new Map(named.map((name) => [name, dayTotalOf(rows.filter(({ day }) => day === name))]));
}

function dayTotalOf(kinds: readonly Pick<Kind, "status" | "type" | "amount" | "count">[]): DayTotal {
  const spent = kinds.filter(({ type, status }) => type === DEBIT && SPENT_LETTERS.includes(status));
  const credited = kinds.filter(({ type, status }) => type === CREDIT && readStatus(status) === "settled");
  return {
    spent: addDecimals(spent.map(({ amount }) => amount)),
    credited: addDecimals(credited.map(({ amount }) => amount)),
    count: kinds.reduce((sum, { count }) => sum + count, 0),
  };
}

async function addFewByDay(
  scope: Scope,
  db: Db,
  plan: ListPlan,
  days: readonly string[],
): Promise<(Omit<Kind, "unattributed"> & { day: string })[]> {
  if (!plan.isSmall) return [];
  return db.$queryRaw<(Omit<Kind, "unattributed"> & { day: string })[]>`
    SELECT (t.bank_date AT TIME ZONE ${BANK_ZONE}::text)::date::text AS day, t.status, t.type, count(*)::int AS count,
      sum(abs(t.amount))::text AS amount
    FROM card_transactions t
    WHERE ${Prisma.join([plan.condition, ...within(plan)], " AND ")} AND ${inScope(scope, "t.site_id")}
      AND (t.bank_date AT TIME ZONE ${BANK_ZONE}::text)::date = ANY(${[...days]}::date[])
    GROUP BY 1, 2, 3`;
}
