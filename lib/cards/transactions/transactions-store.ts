import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Stored, selectList } from "@/lib/db/column-lists";
import { CARD_TRANSACTIONS } from "@/lib/db/columns";
import { type CardTransaction, type Db, Prisma } from "@/lib/db/connect/client";
import type { TransactionRow } from "./transaction-row";
import {
  type StoredTransactionRow,
  TRANSACTION_COLUMNS,
  toTransactionRow,
  transactionFrom,
} from "./transaction-sql";

const COLUMNS = Prisma.raw(TRANSACTION_COLUMNS);

/** Rows by id, in no order. Ids that no longer exist, are out of scope, or were joined to another are left out. */
export async function loadTransactionRows(
  scope: Scope,
  db: Db,
  ids: readonly string[],
): Promise<TransactionRow[]> {
  const rows = await db.$queryRaw<StoredTransactionRow[]>`
    SELECT ${COLUMNS} FROM ${transactionFrom(scope)} WHERE t.id = ANY(${[...ids]}::uuid[]) AND t.joined_to_id IS NULL AND ${inScope(scope, "t.site_id")}`;
  return rows.map(toTransactionRow);
}

/** What one delivery, or the bank's API, says about a transaction. */
export interface TransactionVersionRow {
  readonly id: string;
  readonly source: "delivery" | "bank_api";
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

const DETAILS = ["fx", "description", "bankDateRaw", "requestId", "joinedToId"] as const;
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
    SELECT v.id, v.source::text AS source, v.delivery_id AS "deliveryId", v.received_at AS "receivedAt", v.status, v.amount::text AS amount,
      d.reference, d.current_try AS "currentTry", d.max_tries AS "maxTries", d.address_leg AS "addressLeg",
      d.hash_leg AS "hashLeg"
    FROM transaction_versions v LEFT JOIN deliveries d ON d.id = v.delivery_id
    WHERE v.transaction_id = ${id}::uuid AND d.replay_of_id IS NULL
    ORDER BY v.fold_timestamp DESC, v.fold_created_at DESC, v.fold_digest DESC LIMIT 50`;
  const { fx, joinedToId } = row;
  const [description, bankDateRaw, requestId] = [row.description, row.bankDateRaw, row.requestId].map(
    (text) => (text === null ? null : escapeDirections(text)),
  );
  return {
    ...toTransactionRow(row),
    ...{ fx, joinedToId },
    ...{ description: description ?? null, bankDateRaw: bankDateRaw ?? null, requestId: requestId ?? null },
    versions: versions.map((version) => ({ ...version, status: escapeDirections(version.status) })),
  };
}
