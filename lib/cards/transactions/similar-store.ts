import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { TransactionRow } from "./transaction-row";
import {
  type StoredTransactionRow,
  TRANSACTION_COLUMNS,
  toTransactionRow,
  transactionFrom,
} from "./transaction-sql";

/** So many of a card's newest payments are looked through. */
const LOOKED_AT = 1_000;

/** The newest other payments with the same card at the same merchant. */
export async function listSimilar(
  scope: Scope,
  db: Db,
  transactionId: string,
  limit: number,
): Promise<TransactionRow[]> {
  const rows = await db.$queryRaw<StoredTransactionRow[]>`
    WITH this AS MATERIALIZED (
      SELECT t.id, t.card_id, t.merchant_id FROM card_transactions t
      WHERE t.id = ${transactionId}::uuid AND ${inScope(scope, "t.site_id")}
    ), picked AS MATERIALIZED (
      SELECT n.id FROM this CROSS JOIN LATERAL (
        SELECT t.id, t.merchant_id, t.bank_date FROM card_transactions t
        WHERE t.card_id = this.card_id AND t.joined_to_id IS NULL ORDER BY t.bank_date DESC LIMIT ${LOOKED_AT}
      ) n WHERE n.merchant_id = this.merchant_id AND n.id <> this.id ORDER BY n.bank_date DESC, n.id DESC LIMIT ${limit}
    )
    SELECT ${Prisma.raw(TRANSACTION_COLUMNS)} FROM ${transactionFrom(scope)}
    WHERE t.id = ANY(ARRAY(SELECT id FROM picked)) ORDER BY t.bank_date DESC, t.id DESC`;
  return rows.map(toTransactionRow);
}
