import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { TransactionRow } from "./transaction-row";
import {
  type StoredTransactionRow,
  TRANSACTION_COLUMNS,
  toTransactionRow,
  transactionFrom,
} from "./transaction-sql";

/** The newest payments at some merchants: of each its own newest, by its index, and of those the newest. */
export async function listLatestAt(
  scope: Scope,
  db: Db,
  merchantIds: readonly string[],
  limit: number,
): Promise<TransactionRow[]> {
  const rows = await db.$queryRaw<StoredTransactionRow[]>`
    WITH picked AS MATERIALIZED (
      SELECT p.id FROM unnest(${[...merchantIds]}::uuid[]) AS n(id) CROSS JOIN LATERAL (
        SELECT t.id, t.bank_date FROM card_transactions t WHERE t.merchant_id = n.id AND t.joined_to_id IS NULL AND ${inScope(scope, "t.site_id")}
        ORDER BY t.bank_date DESC, t.id DESC LIMIT ${limit}
      ) p ORDER BY p.bank_date DESC, p.id DESC LIMIT ${limit}
    )
    SELECT ${Prisma.raw(TRANSACTION_COLUMNS)} FROM ${transactionFrom(scope)}
    WHERE t.id = ANY(ARRAY(SELECT id FROM picked)) ORDER BY t.bank_date DESC, t.id DESC`;
  return rows.map(toTransactionRow);
}
