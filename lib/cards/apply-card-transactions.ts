import { parseBankDate } from "@/lib/anytime/bank-date";
import { parseDescription } from "@/lib/anytime/description";
import { isStorable } from "@/lib/anytime/envelope";
import type { BankTransaction } from "@/lib/anytime/events";
import { readableCase } from "@/lib/anytime/merchant-case";
import type { Db } from "@/lib/db/client";
import { newId } from "@/lib/db/id";
import type { Scope } from "@/lib/db/scope";
import type { LiveChange } from "@/lib/live/publish";
import { type CardKey, cardKey, findCards, insertCards, writeTransactions } from "./versions-store";

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

/**
 * Applies card transactions: each delivery becomes a version, and the greatest version's values stand on
 * the transaction, so that any order and any repetition ends the same. Cards seen for the first time are
 * made, owned by whom their account belongs to.
 *
 * @returns what open pages are to be told
 */
export async function applyCardTransactions(
  scope: Scope,
  tx: Db,
  events: readonly CardTransactionEvent[],
): Promise<LiveChange[]> {
  const { cardIds, newCards } = await findOrMakeCards(scope, tx, events);
  const versions = events.map((event) => {
    const cardId = cardIds.get(cardKey(event));
    // A version that finds no card must fail its batch: done without a trace is lost.
    if (cardId === undefined) throw new Error("a card transaction found no card");
    return { ...describeVersion(event), id: newId(), cardId };
  });
  const ids = await writeTransactions(scope, tx, versions);
  const transactions = ids.map(({ id, siteId }) => ({ siteId, kind: "transaction" as const, entityId: id }));
  return [
    ...transactions,
    ...newCards.map(({ id, siteId }) => ({ siteId, kind: "card" as const, entityId: id })),
  ];
}

/** The id of each card, by its key. Nearly always all are there: asking is cheaper than inserting for nothing. */
async function findOrMakeCards(scope: Scope, tx: Db, keys: readonly CardKey[]) {
  const found = await findCards(scope, tx, keys);
  const cardIds = new Map(found.map((card) => [cardKey(card), card.id]));
  const missing = keys.filter((key) => !cardIds.has(cardKey(key)));
  const newCards = missing.length === 0 ? [] : await insertCards(scope, tx, missing);
  // Whom another process made in the meantime is found now.
  const late = newCards.length < missing.length ? await findCards(scope, tx, missing) : newCards;
  for (const card of late) cardIds.set(cardKey(card), card.id);
  return { cardIds, newCards };
}

/** One delivery's words on a transaction, with what can be read out of them. */
export type DescribedVersion = ReturnType<typeof describeVersion> & {
  readonly id: string;
  readonly cardId: string;
};

function describeVersion(event: CardTransactionEvent) {
  const { transaction, fold } = event;
  const parsed = parseBankDate(transaction.date);
  const date = parsed !== null && isStorable(parsed.instant) ? parsed : null;
  const place = parseDescription(transaction.description);
  return {
    deliveryId: event.deliveryId,
    siteId: event.siteId,
    receivedAt: event.receivedAt,
    requestId: event.requestId,
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
    bankDate: date?.instant ?? event.receivedAt,
    bankDateGuess: date?.ambiguous ?? true,
    description: transaction.description,
    merchant: place.merchant,
    city: place.city === null ? null : readableCase(place.city),
    country: place.country,
    foldTimestamp: fold.timestamp,
    foldCreatedAt: fold.createdAt,
    foldDigest: fold.digest,
  };
}
