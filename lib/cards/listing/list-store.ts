import type { TransactionFilters } from "@/lib/cards/filters/transaction-filters";
import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";
import {
  type StoredTransactionRow,
  TRANSACTION_COLUMNS,
  toTransactionRow,
  transactionFrom,
} from "@/lib/cards/transactions/transaction-sql";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { Cursor } from "@/lib/db/cursors/cursor";
import { faultOf } from "@/lib/db/fault";
import { type ListPlan, planList } from "./list-plan-store";
import { type Window, walkBack } from "./walk-back";

const COLUMNS = Prisma.raw(TRANSACTION_COLUMNS);
/** How long a search for rare rows may take. */
const BUDGET_MS = 1_000;
/** What was found in time once is found again, on a machine that is busier now. */
const AGAIN_MS = 5_000;

/** A place in the list, and how many rows of it to read. */
export interface PageOfList {
  readonly after: Cursor | null;
  readonly limit: number;
  /** How far back an earlier search for this page went: it goes no further now. */
  readonly floor?: Date | null;
}

/** A page of transactions. */
export interface TransactionPage {
  readonly rows: readonly TransactionRow[];
  /** Where the next page begins; null if this was the last, or the search ran out. */
  readonly next: Cursor | null;
  /** How far back was searched, if time ran out before the page was full. */
  readonly searchedTo: Date | null;
}

/**
 * One page of transactions, newest bank date first, by keyset: as fast at the end as at the start. Rows of one filter come
 * from its index; where several filters together are rare, it searches back for about a second and says how far it came.
 */
export async function listTransactions(
  scope: Scope,
  db: Db,
  filters: TransactionFilters,
  page: PageOfList,
): Promise<TransactionPage> {
  return listPlanned(scope, db, await planList(scope, db, filters, new Date()), page);
}

/** The same, for a plan that others use as well. */
export async function listPlanned(
  scope: Scope,
  db: Db,
  plan: ListPlan,
  page: PageOfList,
): Promise<TransactionPage> {
  const { rows, ...place } = await readPlanned<StoredTransactionRow>(scope, db, plan, page, COLUMNS);
  return { rows: rows.map(toTransactionRow), ...place };
}

/** The same with other columns of `transactionFrom`: those of a listed row at least. */
export async function readPlanned<Row extends StoredTransactionRow>(
  scope: Scope,
  db: Db,
  plan: ListPlan,
  page: PageOfList,
  columns: Prisma.Sql,
): Promise<Omit<TransactionPage, "rows"> & { readonly rows: readonly Row[] }> {
  const most = page.limit + 1;
  const search = (window: Window, limit: number) =>
    readWindow<Row>(scope, db, plan, page, columns, window, limit);
  const { rows, searchedTo } =
    plan.rest.length === 0 || plan.isSmall
      ? { rows: await search({ since: null, until: null }, most), searchedTo: null }
      : await walkBack({
          search: orNull(search),
          most,
          from: earliest([page.after?.at, plan.until, new Date()]),
          oldest: await readOldest(scope, db, [plan.since, page.floor]),
          budgetMs: page.floor == null ? BUDGET_MS : AGAIN_MS,
        });
  const last = rows[page.limit - 1];
  const isFull = rows.length > page.limit && last !== undefined;
  return {
    rows: rows.slice(0, page.limit),
    next: isFull ? { at: last.bankDate, id: last.id } : null,
    searchedTo: isFull ? null : (searchedTo ?? page.floor ?? null),
  };
}

async function readWindow<Row>(
  scope: Scope,
  db: Db,
  plan: ListPlan,
  { after, floor = null }: PageOfList,
  columns: Prisma.Sql,
  window: Window,
  limit: number,
): Promise<Row[]> {
  const place = after === null ? [] : [Prisma.sql`(t.bank_date, t.id) < (${after.at}, ${after.id}::uuid)`];
  const where = Prisma.join(
    [
      Prisma.sql`TRUE`,
      ...plan.rest,
      ...within(plan),
      ...within(window),
      ...within({ since: floor, until: null }),
      ...place,
    ],
    " AND ",
  );
  return db.$queryRaw<Row[]>`
    WITH picked AS MATERIALIZED (${plan.newest(where, limit)})
    SELECT ${columns} FROM ${transactionFrom(scope)}
    WHERE t.id = ANY(ARRAY(SELECT id FROM picked)) ORDER BY t.bank_date DESC, t.id DESC LIMIT ${limit}`;
}

/** Conditions for payments `t` of a stretch of time. */
export function within({ since, until }: Window): Prisma.Sql[] {
  return [
    ...(since === null ? [] : [Prisma.sql`t.bank_date >= ${since}`]),
    ...(until === null ? [] : [Prisma.sql`t.bank_date < ${until}`]),
  ];
}

/**
 * The ids of what fits a plan in a window of time, or of `limit` payments of it; null has no limit. Read by the index that
 * the plan names: left to choose, Postgres reads all rows for a long window, and then no budget holds.
 */
export function pickWindow(plan: ListPlan, window: Window, limit: number | null): Prisma.Sql {
  const where = Prisma.join([Prisma.sql`TRUE`, ...plan.rest, ...within(plan), ...within(window)], " AND ");
  return Prisma.sql`SELECT n.id FROM (${plan.newest(where, limit)}) n LIMIT ${limit}`;
}

/** The date of the oldest payment, or the latest of some bounds if that is later; null if there is no payment. */
export async function readOldest(
  scope: Scope,
  db: Db,
  bounds: readonly (Date | null | undefined)[],
): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ at: Date | null }[]>`
    SELECT min(o.at) AS at FROM sites s CROSS JOIN LATERAL (
      SELECT t.bank_date AS at FROM card_transactions t WHERE t.site_id = s.id
      ORDER BY t.bank_date, t.id LIMIT 1
    ) o WHERE ${inScope(scope, "s.id")}`;
  if (row?.at == null) return null;
  return new Date(Math.max(row.at.getTime(), ...bounds.map((bound) => bound?.getTime() ?? 0)));
}

/** The earliest of some instants. */
export function earliest(instants: readonly (Date | null | undefined)[]): Date {
  return new Date(Math.min(...instants.flatMap((instant) => instant?.getTime() ?? [])));
}

/** A search whose statement may run into the limit of its connection: then it found nothing that counts. */
export function orNull<Arguments extends unknown[], Found>(
  search: (...given: Arguments) => Promise<Found>,
): (...given: Arguments) => Promise<Found | null> {
  return (...given) =>
    search(...given).catch((error: unknown) => {
      if (faultOf(error) === "busy") return null;
      throw error;
    });
}
