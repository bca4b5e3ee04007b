import { escapeDirections } from "@/lib/anytime/visible-text";
import { type Db, Prisma } from "@/lib/db/client";
import { inScope, type Scope } from "@/lib/db/scope";
import type { TransactionRow } from "./transaction-row";
import {
  type StoredTransactionRow,
  TRANSACTION_COLUMNS,
  toTransactionRow,
  transactionFrom,
} from "./transaction-sql";

/** What a delivery, or the bank's API, says about a transaction; null is what only deliveries have. */
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

/** Everything known about a transaction; versions newest first. */
export type TransactionDetail = TransactionRow & {
  readonly fx: string | null;
  readonly fxFee: string | null;
  readonly balanceAfter: string | null;
  readonly description: string | null;
  readonly bankDateRaw: string | null;
  readonly requestId: string | null;
  readonly versions: readonly TransactionVersionRow[];
};

type Stored = StoredTransactionRow &
  Pick<TransactionDetail, "fx" | "fxFee" | "balanceAfter" | "description" | "bankDateRaw" | "requestId">;

/** A transaction with its versions, or null if the scope has none with this id. */
export async function readTransaction(scope: Scope, db: Db, id: string): Promise<TransactionDetail | null> {
  const [row] = await db.$queryRaw<Stored[]>`
    SELECT ${Prisma.raw(TRANSACTION_COLUMNS)}, t.fx::text AS fx, t.fx_fee::text AS "fxFee",
      t.balance_after::text AS "balanceAfter", t.description, t.bank_date_raw AS "bankDateRaw",
      t.request_id AS "requestId"
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
