import countries from "i18n-iso-countries";
import { categoryName } from "@/lib/anytime/mcc/mcc";
import { readCurrency } from "@/lib/anytime/values/currency";
import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { linkedUsers, seenCards, seenPayments } from "@/lib/db/access/personal-data";
import type { Scope } from "@/lib/db/access/scope";
import { calledAs } from "@/lib/db/called-merchant";
import { type Stored, selectList } from "@/lib/db/column-lists";
import { CARD_TRANSACTIONS } from "@/lib/db/columns";
import { type CardTransaction, Prisma } from "@/lib/db/connect/client";
import type { TransactionRow } from "./transaction-row";

const LISTED = [
  "id",
  "siteId",
  "txid",
  "bankDate",
  "bankDateGuess",
  "merchant",
  "city",
  "country",
  "mcc",
  "amount",
  "amountFx",
  "currency",
  "fxFee",
  "balanceAfter",
  "status",
  "type",
  "versionCount",
] as const;

/** A transaction as it is read; nothing of it is safe to stand in a line yet. */
export interface StoredTransactionRow extends Stored<CardTransaction, (typeof LISTED)[number]> {
  /** Its merchant, and another name for it than the payment's own; null while it is not named yet. */
  readonly called: { readonly id: string; readonly name: string | null } | null;
  readonly cardId: string;
  readonly cardRef: string;
  readonly accId: string;
  readonly userId: string | null;
  readonly userName: string | null;
}

/** Columns of a row, from `TRANSACTION_FROM`. */
export const TRANSACTION_COLUMNS = `${selectList(CARD_TRANSACTIONS, "t", LISTED)}, ${calledAs("t.merchant_id")} AS called, c.id AS "cardId",
  c.card_ref AS "cardRef", c.acc_id AS "accId", u.id AS "userId", u.name AS "userName"`;

/** The tables of those columns: a transaction's user is always found through its card. */
export function transactionFrom(scope: Scope): Prisma.Sql {
  return Prisma.sql`${seenPayments(scope)} t JOIN ${seenCards(scope)} c ON c.id = t.card_id
  LEFT JOIN ${linkedUsers(scope)} u ON u.id = c.linked_user_id`;
}

/**
 * Finishes a stored row: its time as ISO text, its category by name, and the bank's text safe to show in a line.
 */
export function toTransactionRow({ called, ...row }: StoredTransactionRow): TransactionRow {
  const en = categoryName(row.mcc, "en");
  const fr = categoryName(row.mcc, "fr");
  return {
    ...row,
    txid: escapeDirections(row.txid),
    merchant: escapeDirections(called?.name ?? row.merchant),
    merchantId: called?.id ?? null,
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
