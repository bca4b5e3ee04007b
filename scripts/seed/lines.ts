// Rows as COPY reads them.
import { line } from "./copy";
import type { Payment } from "./payments";
import type { Account, Card, Person } from "./people";

export const USER_COLUMNS = [
  "id",
  "site_id",
  "name",
  "email",
  "external_reference",
  "language",
  "state",
  "state_since",
  "created_at",
];
export const ACCOUNT_COLUMNS = ["id", "site_id", "acc_id", "linked_user_id", "created_at"];
export const CARD_COLUMNS = [
  "id",
  "site_id",
  "account_id",
  "acc_id",
  "card_ref",
  "linked_user_id",
  "assigned_at",
  "created_at",
];
export const PAYMENT_COLUMNS = [
  "id",
  "site_id",
  "card_id",
  "txid",
  "mcc",
  "amount",
  "amount_fx",
  "currency",
  "fx",
  "fx_fee",
  "status",
  "type",
  "balance_after",
  "bank_date_raw",
  "bank_date",
  "description",
  "merchant",
  "merchant_id",
  "city",
  "country",
  "request_id",
  "fold_timestamp",
  "fold_created_at",
  "fold_digest",
  "first_seen_at",
  "updated_at",
  "unattributed",
];
export const VERSION_COLUMNS = [
  "id",
  "source",
  "delivery_id",
  "transaction_id",
  "status",
  "type",
  "amount",
  "amount_fx",
  "currency",
  "fx",
  "fx_fee",
  "balance_after",
  "bank_date_raw",
  "fold_timestamp",
  "fold_created_at",
  "fold_digest",
  "received_at",
];

/** What orders a payment's versions: from its delivery, where it has one. */
export interface Fold {
  readonly timestamp: string;
  readonly createdAt: Date;
  readonly digest: string;
}

export function userLine({ id, siteId, name, email, reference, language, state, createdAt }: Person): string {
  const at = new Date(createdAt);
  return line([id, siteId, name, email, reference, language, state, at, at]);
}

export function accountLine({ id, siteId, accId, ownerId, createdAt }: Account): string {
  return line([id, siteId, accId, ownerId, new Date(createdAt)]);
}

export function cardLine({ id, account, cardRef, ownerId, createdAt }: Card): string {
  const at = new Date(createdAt);
  return line([
    id,
    account.siteId,
    account.id,
    account.accId,
    cardRef,
    ownerId,
    ownerId === null ? null : at,
    at,
  ]);
}

/** The fold of a payment without a delivery. */
export function ownFold({ receivedAt, digest }: Payment): Fold {
  return { timestamp: (receivedAt / 1_000).toFixed(3), createdAt: new Date(receivedAt), digest };
}

// Nothing in a payment needs escaping, and there are millions of them.
export function paymentLine(
  payment: Payment,
  merchantId: string,
  { timestamp, createdAt, digest }: Fold,
): string {
  const { id, card, txid, shop, amount, amountFx, fx, fxFee, status, type, balanceAfter, date } = payment;
  const received = new Date(payment.receivedAt).toISOString();
  const folded = createdAt.getTime() === payment.receivedAt ? received : createdAt.toISOString();
  return `${id}\t${card.account.siteId}\t${card.id}\t${txid}\t${shop.mcc}\t${amount}\t${amountFx}\t${shop.currency}\t${fx}\t${fxFee}\t${status}\t${type}\t${balanceAfter}\t${date}\t${new Date(payment.at).toISOString()}\t${shop.description}\t${shop.merchant}\t${merchantId}\t${shop.city ?? "\\N"}\t${shop.country ?? "\\N"}\tr${txid}\t${timestamp}\t${folded}\t\\\\x${digest}\t${received}\t${received}\t${card.ownerId === null}\n`;
}

/** The version of a payment: of its delivery, or as the bank's API would have told. */
export function versionLine(payment: Payment, fold: Fold, deliveryId: string | null): string {
  const { shop, amount, amountFx, fx, fxFee, status, type, balanceAfter, date, receivedAt } = payment;
  const [id, source] = deliveryId === null ? [payment.id, "bank_api"] : [deliveryId, "delivery"];
  return line([
    ...[id, source, deliveryId, payment.id, status, type, amount, amountFx, shop.currency, fx, fxFee],
    ...[
      balanceAfter,
      date,
      fold.timestamp,
      fold.createdAt,
      Buffer.from(fold.digest, "hex"),
      new Date(receivedAt),
    ],
  ]);
}
