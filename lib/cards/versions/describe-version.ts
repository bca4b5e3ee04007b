import { isStorable } from "@/lib/anytime/body/envelope";
import type { BankTransaction } from "@/lib/anytime/events";
import { parseBankDate } from "@/lib/anytime/values/bank-date";
import { parseDescription } from "@/lib/anytime/values/description";
import { readableCase } from "@/lib/anytime/values/merchant-case";

/** A `card_transaction_received` delivery. */
export interface CardTransactionEvent {
  readonly deliveryId: string;
  readonly siteId: string;
  readonly receivedAt: Date;
  readonly fold: { readonly timestamp: string; readonly createdAt: Date; readonly digest: Uint8Array };
  readonly requestId: string | null;
  readonly cardRef: string;
  readonly accId: string;
  readonly transaction: BankTransaction;
}

/** What one delivery says about a transaction, with what can be derived from it. */
export type DescribedVersion = ReturnType<typeof describeVersion> & {
  readonly id: string;
  readonly cardId: string;
  readonly merchantId: string;
};

/** Reads from a delivery what a version of its transaction says. */
export function describeVersion(event: CardTransactionEvent) {
  const { deliveryId, siteId, receivedAt, requestId, transaction, fold } = event;
  return {
    deliveryId,
    ...describeTransaction({ siteId, receivedAt, requestId, transaction }),
    foldTimestamp: fold.timestamp,
    foldCreatedAt: fold.createdAt,
    foldDigest: fold.digest,
  };
}

/** Derives from the bank's words what our rows say: an instant, a merchant, a place. */
export function describeTransaction(
  said: Pick<CardTransactionEvent, "siteId" | "receivedAt" | "requestId" | "transaction">,
) {
  const { siteId, receivedAt, requestId, transaction } = said;
  const parsed = parseBankDate(transaction.date);
  const date = parsed !== null && isStorable(parsed.instant) ? parsed : null;
  const place = parseDescription(transaction.description);
  return {
    siteId,
    receivedAt,
    requestId,
    txid: transaction.txid,
    mcc: transaction.mcc,
    amount: transaction.amount,
    amountFx: transaction.amount_fx,
    currency: transaction.currency,
    fx: transaction.fx,
    fxFee: transaction.fx_fee,
    status: transaction.status,
    type: transaction.type,
    balanceAfter: transaction.balance_after,
    bankDateRaw: transaction.date,
    bankDate: date?.instant ?? receivedAt,
    bankDateGuess: date?.ambiguous ?? true,
    description: transaction.description,
    merchant: place.merchant,
    city: place.city === null ? null : readableCase(place.city),
    country: place.country,
  };
}
