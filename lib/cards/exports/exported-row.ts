import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";
import { type StoredTransactionRow, toTransactionRow } from "@/lib/cards/transactions/transaction-sql";
import type { Stored } from "@/lib/db/column-lists";
import type { CardTransaction } from "@/lib/db/connect/client";

/** What files have besides what lists show. */
export const MORE = ["fx", "description"] as const;
type More = Stored<CardTransaction, (typeof MORE)[number]>;

/** A payment as files have it. */
export type ExportedRow = TransactionRow & More;
/** The same as it is read. */
export type StoredExportedRow = StoredTransactionRow & More;

/** Finishes a stored row. */
export function toExportedRow(row: StoredExportedRow): ExportedRow {
  const { fx, description } = row;
  return { ...toTransactionRow(row), fx, description };
}
