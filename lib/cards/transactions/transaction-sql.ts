import countries from "i18n-iso-countries";
import { readCurrency } from "@/lib/anytime/currency";
import { categoryName } from "@/lib/anytime/mcc";
import { escapeDirections } from "@/lib/anytime/visible-text";
import { Prisma } from "@/lib/db/client";
import { linkedUsers } from "@/lib/db/personal-data";
import type { Scope } from "@/lib/db/scope";
import type { TransactionRow } from "./transaction-row";

/** Columns of a row, from `card_transactions t`, `cards c` and `linked_users u`. Decimals as text keep their scale. */
export const TRANSACTION_COLUMNS = `t.id, t.txid, t.bank_date AS "bankDate", t.bank_date_guess AS "bankDateGuess",
  t.merchant, t.city, t.country, c.id AS "cardId", c.card_ref AS "cardRef", c.acc_id AS "accId",
  u.id AS "userId", u.name AS "userName", t.mcc, t.amount::text AS amount, t.amount_fx::text AS "amountFx",
  t.currency, t.status, t.type, t.version_count AS "versionCount"`;

/** The tables of those columns: a transaction's user is always found through its card. */
export function transactionFrom(scope: Scope): Prisma.Sql {
  return Prisma.sql`card_transactions t JOIN cards c ON c.id = t.card_id
  LEFT JOIN ${linkedUsers(scope)} u ON u.id = c.linked_user_id`;
}

export type StoredTransactionRow = Omit<TransactionRow, "bankDate" | "category"> & { bankDate: Date };

/**
 * Finishes a stored row: its time as ISO text, its category by name, and the bank's text safe to show in a line.
 */
export function toTransactionRow(row: StoredTransactionRow): TransactionRow {
  const en = categoryName(row.mcc, "en");
  const fr = categoryName(row.mcc, "fr");
  return {
    ...row,
    txid: escapeDirections(row.txid),
    merchant: escapeDirections(row.merchant),
    city: row.city === null ? null : escapeDirections(row.city),
    cardRef: escapeDirections(row.cardRef),
    accId: escapeDirections(row.accId),
    currency: row.currency === null ? null : escapeDirections(readCurrency(row.currency)),
    status: escapeDirections(row.status),
    type: escapeDirections(row.type),
    bankDate: row.bankDate.toISOString(),
    country: row.country === null ? null : (countries.alpha3ToAlpha2(row.country) ?? row.country),
    category: en === null || fr === null ? null : { en, fr },
  };
}
