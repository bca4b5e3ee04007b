import { CREDIT, DEBIT, KNOWN_LETTERS, lettersOf } from "@/lib/anytime/values/transaction-status";
import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { newestOfSites } from "@/lib/db/access/newest-of-sites";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Stored, selectList } from "@/lib/db/column-lists";
import { CARD_TRANSACTIONS } from "@/lib/db/columns";
import { type CardTransaction, type Db, Prisma } from "@/lib/db/connect/client";
import { type Cursor, type Page, toPage } from "@/lib/db/cursor";
import { isMeant, newestMeant, readMeaning, type TextMeaning } from "./text-store";
import type { TransactionFilters } from "./transaction-filters";
import { ACCOUNT_CURRENCY, type TransactionRow } from "./transaction-row";
import {
  type StoredTransactionRow,
  TRANSACTION_COLUMNS,
  toTransactionRow,
  transactionFrom,
} from "./transaction-sql";

const COLUMNS = Prisma.raw(TRANSACTION_COLUMNS);
const NEWEST = { row: "t", at: "bank_date" } as const;

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
  const after = page.after
    ? Prisma.sql`(t.bank_date, t.id) < (${page.after.at}, ${page.after.id}::uuid)`
    : Prisma.sql`TRUE`;
  const meaning = filters.q ? await readMeaning(scope, db, filters.q) : null;
  const [from, most] = [transactionFrom(scope), page.limit + 1];
  const conditions = (meant: TextMeaning | null) =>
    Prisma.sql`${matching(scope, filters, meant)} AND ${after}`;
  const newest =
    meaning === null || meaning.merchants === "many"
      ? newestOfSites(scope, { ...NEWEST, from }, conditions(meaning), most)
      : newestMeant(scope, meaning, from, conditions(null), most);
  const rows = await db.$queryRaw<StoredTransactionRow[]>`
    WITH picked AS MATERIALIZED (${newest})
    SELECT ${COLUMNS} FROM ${transactionFrom(scope)}
    WHERE t.id = ANY(ARRAY(SELECT id FROM picked)) ORDER BY t.bank_date DESC, t.id DESC`;
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
  const settled = Prisma.sql`t.type = ${DEBIT} AND t.status = ANY(${lettersOf("settled")})`;
  const authorised = Prisma.sql`t.type = ${DEBIT} AND t.status = ANY(${lettersOf("authorised")})`;
  const credits = Prisma.sql`t.type = ${CREDIT} AND t.status = ANY(${lettersOf("settled")})`;
  const meaning = filters.q ? await readMeaning(scope, db, filters.q) : null;
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
    FROM ${transactionFrom(scope)} WHERE ${matching(scope, filters, meaning)}`;
  return {
    currency: ACCOUNT_CURRENCY,
    settled: { amount: sums?.settled ?? "0", count: sums?.settledCount ?? 0 },
    authorised: { amount: sums?.authorised ?? "0", count: sums?.authorisedCount ?? 0 },
    credits: { amount: sums?.credits ?? "0", count: sums?.creditsCount ?? 0 },
    unattributed: { count: sums?.unattributed ?? 0, cards: sums?.cards ?? 0 },
  };
}

function matching(scope: Scope, filters: TransactionFilters, meaning: TextMeaning | null): Prisma.Sql {
  const conditions = [inScope(scope, "t.site_id")];
  if (meaning !== null) conditions.push(isMeant(meaning));
  if (filters.status === "unknown") conditions.push(Prisma.sql`NOT (t.status = ANY(${[...KNOWN_LETTERS]}))`);
  else if (filters.status) conditions.push(Prisma.sql`t.status = ANY(${lettersOf(filters.status)})`);
  if (filters.direction)
    conditions.push(Prisma.sql`t.type = ${filters.direction === "debit" ? DEBIT : CREDIT}`);
  if (filters.currency) conditions.push(Prisma.sql`t.currency = ${filters.currency}`);
  if (filters.user) conditions.push(Prisma.sql`c.linked_user_id = ${filters.user}::uuid`);
  if (filters.card) conditions.push(Prisma.sql`c.id = ${filters.card}::uuid`);
  if (filters.unattributed) conditions.push(Prisma.sql`c.linked_user_id IS NULL`);
  if (filters.fx) conditions.push(Prisma.sql`t.currency <> ${ACCOUNT_CURRENCY}`);
  if (filters.days)
    conditions.push(Prisma.sql`t.bank_date > now() - (${Number(filters.days)}::int * interval '1 day')`);
  return Prisma.join(conditions, " AND ");
}

/** What one delivery says about a transaction. */
export interface TransactionVersionRow {
  readonly id: string;
  readonly deliveryId: string | null;
  readonly receivedAt: Date;
  readonly status: string;
  readonly amount: string;
  readonly reference: string | null;
  readonly currentTry: number | null;
  readonly maxTries: number | null;
  readonly addressLeg: string | null;
  readonly hashLeg: string | null;
}

const DETAILS = ["fx", "fxFee", "balanceAfter", "description", "bankDateRaw", "requestId"] as const;
type Details = Stored<CardTransaction, (typeof DETAILS)[number]>;

/** Everything known about a transaction; versions newest first. */
export type TransactionDetail = TransactionRow &
  Details & { readonly versions: readonly TransactionVersionRow[] };

/** A transaction with its versions, or null if the scope has none with this id. */
export async function readTransaction(scope: Scope, db: Db, id: string): Promise<TransactionDetail | null> {
  const [row] = await db.$queryRaw<(StoredTransactionRow & Details)[]>`
    SELECT ${Prisma.raw(TRANSACTION_COLUMNS)}, ${Prisma.raw(selectList(CARD_TRANSACTIONS, "t", DETAILS))}
    FROM ${transactionFrom(scope)} WHERE t.id = ${id}::uuid AND ${inScope(scope, "t.site_id")}`;
  if (row === undefined) return null;
  const versions = await db.$queryRaw<TransactionVersionRow[]>`
    SELECT v.id, v.delivery_id AS "deliveryId", v.received_at AS "receivedAt", v.status, v.amount::text AS amount,
      d.reference, d.current_try AS "currentTry", d.max_tries AS "maxTries", d.address_leg AS "addressLeg",
      d.hash_leg AS "hashLeg"
    FROM transaction_versions v LEFT JOIN deliveries d ON d.id = v.delivery_id
    WHERE v.transaction_id = ${id}::uuid AND d.replay_of_id IS NULL
    ORDER BY v.fold_timestamp DESC, v.fold_created_at DESC, v.fold_digest DESC LIMIT 50`;
  const { fx, fxFee, balanceAfter } = row;
  const [description, bankDateRaw, requestId] = [row.description, row.bankDateRaw, row.requestId].map(
    (text) => (text === null ? null : escapeDirections(text)),
  );
  return {
    ...toTransactionRow(row),
    ...{ fx, fxFee, balanceAfter },
    ...{ description: description ?? null, bankDateRaw: bankDateRaw ?? null, requestId: requestId ?? null },
    versions: versions.map((version) => ({ ...version, status: escapeDirections(version.status) })),
  };
}
