import { type Db, Prisma } from "@/lib/db/client";
import { type Cursor, type Page, toPage } from "@/lib/db/cursor";
import { inScope, type Scope } from "@/lib/db/scope";
import { KNOWN_LETTERS, lettersOf } from "./status";
import type { TransactionFilters } from "./transaction-filters";
import { ACCOUNT_CURRENCY, type TransactionRow } from "./transaction-row";
import {
  type StoredTransactionRow,
  TRANSACTION_COLUMNS,
  toTransactionRow,
  transactionFrom,
} from "./transaction-sql";

const COLUMNS = Prisma.raw(TRANSACTION_COLUMNS);

/** Rows by id, in no order. Ids that no longer exist or are out of scope are left out. */
export async function loadTransactionRows(
  scope: Scope,
  db: Db,
  ids: readonly string[],
): Promise<TransactionRow[]> {
  const rows = await db.$queryRaw<StoredTransactionRow[]>`
    SELECT ${COLUMNS} FROM ${transactionFrom(scope)} WHERE t.id = ANY(${[...ids]}::uuid[]) AND ${inScope(scope, "t.site_id")}`;
  return rows.map(toTransactionRow);
}

/** One page of transactions, newest bank date first, by keyset: as fast at the end as at the start. */
export async function listTransactions(
  scope: Scope,
  db: Db,
  filters: TransactionFilters,
  page: { after: Cursor | null; limit: number },
): Promise<Page<TransactionRow>> {
  const after =
    page.after === null
      ? Prisma.empty
      : Prisma.sql`AND (t.bank_date, t.id) < (${page.after.at}, ${page.after.id}::uuid)`;
  const rows = await db.$queryRaw<StoredTransactionRow[]>`
    SELECT ${COLUMNS} FROM ${transactionFrom(scope)} WHERE ${matching(scope, filters)} ${after}
    ORDER BY t.bank_date DESC, t.id DESC LIMIT ${page.limit + 1}`;
  const { rows: cut, next } = toPage(rows, page.limit, ({ bankDate, id }) => ({ at: bankDate, id }));
  return { rows: cut.map(toTransactionRow), next };
}

/**
 * Sums over a filter, in the currency of accounts and without sign, because the type gives the direction. Unknown
 * status letters are left out.
 */
export interface TransactionTotals {
  readonly currency: string;
  readonly settled: { amount: string; count: number };
  readonly authorised: { amount: string; count: number };
  readonly credits: { amount: string; count: number };
  readonly unattributed: { count: number; cards: number };
}

/** Totals over a filter. */
export async function readTransactionTotals(
  scope: Scope,
  db: Db,
  filters: TransactionFilters,
): Promise<TransactionTotals> {
  const settled = Prisma.sql`t.type = 'D' AND t.status = ANY(${lettersOf("settled")})`;
  const authorised = Prisma.sql`t.type = 'D' AND t.status = ANY(${lettersOf("authorised")})`;
  const credits = Prisma.sql`t.type = 'C' AND t.status = ANY(${lettersOf("settled")})`;
  type Sums = Record<"settled" | "authorised" | "credits", string> &
    Record<"settledCount" | "authorisedCount" | "creditsCount" | "unattributed" | "cards", number>;
  const [sums] = await db.$queryRaw<Sums[]>`
    SELECT COALESCE(sum(abs(t.amount)) FILTER (WHERE ${settled}), 0)::text AS settled,
      COALESCE(sum(abs(t.amount)) FILTER (WHERE ${authorised}), 0)::text AS authorised,
      COALESCE(sum(abs(t.amount)) FILTER (WHERE ${credits}), 0)::text AS credits,
      count(*) FILTER (WHERE ${settled})::int AS "settledCount",
      count(*) FILTER (WHERE ${authorised})::int AS "authorisedCount",
      count(*) FILTER (WHERE ${credits})::int AS "creditsCount",
      count(*) FILTER (WHERE c.linked_user_id IS NULL)::int AS unattributed,
      count(DISTINCT c.id) FILTER (WHERE c.linked_user_id IS NULL)::int AS cards
    FROM ${transactionFrom(scope)} WHERE ${matching(scope, filters)}`;
  return {
    currency: ACCOUNT_CURRENCY,
    settled: { amount: sums?.settled ?? "0", count: sums?.settledCount ?? 0 },
    authorised: { amount: sums?.authorised ?? "0", count: sums?.authorisedCount ?? 0 },
    credits: { amount: sums?.credits ?? "0", count: sums?.creditsCount ?? 0 },
    unattributed: { count: sums?.unattributed ?? 0, cards: sums?.cards ?? 0 },
  };
}

function matching(scope: Scope, filters: TransactionFilters): Prisma.Sql {
  const conditions = [inScope(scope, "t.site_id")];
  if (filters.q) conditions.push(textMatches(filters.q));
  if (filters.status === "unknown") conditions.push(Prisma.sql`NOT (t.status = ANY(${[...KNOWN_LETTERS]}))`);
  else if (filters.status) conditions.push(Prisma.sql`t.status = ANY(${lettersOf(filters.status)})`);
  if (filters.direction) conditions.push(Prisma.sql`t.type = ${filters.direction === "debit" ? "D" : "C"}`);
  if (filters.currency) conditions.push(Prisma.sql`t.currency = ${filters.currency}`);
  if (filters.user) conditions.push(Prisma.sql`c.linked_user_id = ${filters.user}::uuid`);
  if (filters.card) conditions.push(Prisma.sql`c.id = ${filters.card}::uuid`);
  if (filters.unattributed) conditions.push(Prisma.sql`c.linked_user_id IS NULL`);
  if (filters.fx) conditions.push(Prisma.sql`t.currency <> ${ACCOUNT_CURRENCY}`);
  if (filters.days)
    conditions.push(Prisma.sql`t.bank_date > now() - (${Number(filters.days)}::int * interval '1 day')`);
  return Prisma.join(conditions, " AND ");
}

function textMatches(q: string): Prisma.Sql {
  const pattern = `%${q.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return Prisma.sql`(t.merchant ILIKE ${pattern} OR t.description ILIKE ${pattern} OR u.name ILIKE ${pattern}
    OR c.card_ref ILIKE ${pattern} OR c.acc_id = ${q} OR t.txid = ${q})`;
}
