import { CREDIT, DEBIT, lettersOf } from "@/lib/anytime/values/transaction-status";
import type { TransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { planList } from "@/lib/cards/listing/list-plan-store";
import { within } from "@/lib/cards/listing/list-store";
import { transactionFrom } from "@/lib/cards/transactions/transaction-sql";
import { seenAccounts, seenPayments } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { type ExportedRow, type StoredExportedRow, toExportedRow } from "./exported-row";
import { EXPORTED_COLUMNS, type Read, type Wanted } from "./read-all-store";

/** An account of the payments of a filter, and its newest known balance. */
export interface OfxAccount {
  readonly id: string;
  readonly accId: string;
  /** Decimal text; null if no payment says one. */
  readonly balance: string | null;
  readonly balanceAt: Date | null;
}

/** A file with a statement for each of more accounts is of no use to any program. */
const MOST_ACCOUNTS = 500;
/** So many of a card's newest payments are looked at for a balance. */
const LOOKED_AT = 1_000;
const PAGE = 2_000;
const SETTLED = Prisma.sql`t.status = ANY(${lettersOf("settled")}) AND t.type = ANY(${[DEBIT, CREDIT]})`;

/** The accounts that payments of a filter can be of; `many` if a file cannot have them all. */
export async function listOfxAccounts(
  scope: Scope,
  db: Db,
  { card, user }: TransactionFilters,
): Promise<readonly OfxAccount[] | "many"> {
  const conditions = [
    inScope(scope, "c.site_id"),
    ...(card === undefined ? [] : [Prisma.sql`c.id = ${card}::uuid`]),
    ...(user === undefined ? [] : [Prisma.sql`c.linked_user_id = ${user}::uuid`]),
  ];
  const accounts = await db.$queryRaw<OfxAccount[]>`
    SELECT a.id, a.acc_id AS "accId", b.balance::text AS balance, b.at AS "balanceAt"
    FROM (
      SELECT DISTINCT f.account_id FROM (
        SELECT c.account_id FROM cards c WHERE ${Prisma.join(conditions, " AND ")} LIMIT ${20 * MOST_ACCOUNTS}
      ) f LIMIT ${MOST_ACCOUNTS + 1}
    ) n JOIN ${seenAccounts(scope)} a ON a.id = n.account_id
    LEFT JOIN LATERAL (
      SELECT l.balance_after AS balance, l.bank_date AS at FROM cards c CROSS JOIN LATERAL (
        SELECT t.id, t.bank_date, t.balance_after FROM ${seenPayments(scope)} t WHERE t.card_id = c.id
        ORDER BY t.bank_date DESC LIMIT ${LOOKED_AT}
      ) l WHERE c.account_id = a.id AND l.balance_after IS NOT NULL ORDER BY l.bank_date DESC, l.id DESC LIMIT 1
    ) b ON TRUE
    ORDER BY a.acc_id, a.id`;
  return accounts.length > MOST_ACCOUNTS ? "many" : accounts;
}

/** The settled payments and credits of an account that fit a filter, oldest first, page by page. */
export async function* readStatement(
  scope: Scope,
  read: Read,
  { filters, untilId, now }: Wanted,
  account: OfxAccount,
): AsyncGenerator<readonly ExportedRow[]> {
  const where = await read((db) => conditionOf(scope, db, filters, now));
  let after: { bankDate: Date; id: string } | null = null;
  for (;;) {
    const place =
      after === null
        ? Prisma.sql`TRUE`
        : Prisma.sql`(t.bank_date, t.id) > (${after.bankDate}, ${after.id}::uuid)`;
    const rows: StoredExportedRow[] = await read(
      (db) => db.$queryRaw<StoredExportedRow[]>`
        SELECT ${EXPORTED_COLUMNS} FROM ${transactionFrom(scope)}
        WHERE t.card_id IN (SELECT o.id FROM cards o WHERE o.account_id = ${account.id}::uuid)
          AND ${inScope(scope, "t.site_id")} AND ${SETTLED} AND ${where} AND ${place} AND t.id <= ${untilId}::uuid
        ORDER BY t.bank_date, t.id LIMIT ${PAGE}`,
    );
    if (rows.length > 0) yield rows.map(toExportedRow);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last;
  }
}

/** How many payments of a filter a file would leave out because their account has no balance. */
export async function countWithoutBalance(
  scope: Scope,
  db: Db,
  filters: TransactionFilters,
  now: Date,
  accounts: readonly OfxAccount[],
): Promise<number> {
  const ids = accounts.flatMap(({ id, balance }) => (balance === null ? id : []));
  if (ids.length === 0) return 0;
  const where = await conditionOf(scope, db, filters, now);
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM card_transactions t
      WHERE t.card_id IN (SELECT o.id FROM cards o WHERE o.account_id = ANY(${ids}::uuid[]))
        AND ${inScope(scope, "t.site_id")} AND ${SETTLED} AND ${where} LIMIT 100000
    ) f`;
  return row?.count ?? 0;
}

async function conditionOf(
  scope: Scope,
  db: Db,
  filters: TransactionFilters,
  now: Date,
): Promise<Prisma.Sql> {
  const plan = await planList(scope, db, filters, now);
  return Prisma.join([plan.condition, ...within(plan)], " AND ");
}
