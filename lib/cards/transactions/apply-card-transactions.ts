import { identifyMerchants } from "@/lib/cards/merchants/identify-merchants";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import type { LiveChange } from "@/lib/live/publish";
import { type CardTransactionEvent, describeVersion } from "./describe-version";
import { type CardKey, cardKey, findCards, insertCards, writeTransactions } from "./versions-store";

/**
 * Applies card transactions: each delivery becomes a version, and the transaction has the values of the greatest
 * version, so that any order and any repetition ends the same. New cards are created with the owner of their account, new
 * merchants with the name they are first seen under.
 *
 * @returns what open pages must be told
 */
export async function applyCardTransactions(
  scope: SystemScope,
  tx: Db,
  events: readonly CardTransactionEvent[],
): Promise<LiveChange[]> {
  const { cardIds, newCards } = await findOrMakeCards(scope, tx, events);
  const described = events.map(describeVersion);
  const { ids: merchantIds } = await identifyMerchants(scope, tx, described);
  const versions = events.map((event, at) => {
    const [version, cardId, merchantId] = [described[at], cardIds.get(cardKey(event)), merchantIds[at]];
    // A version without a card must fail its batch: marked done without a trace, it would be lost.
    if (version === undefined || cardId === undefined || merchantId === undefined)
      throw new Error("a card transaction found no card or no merchant");
    return { ...version, id: newId(), cardId, merchantId };
  });
  const ids = await writeTransactions(scope, tx, versions);
  const transactions = ids.map(({ id, siteId }) => ({ siteId, kind: "transaction" as const, entityId: id }));
  return [
    ...transactions,
    ...newCards.map(({ id, siteId }) => ({ siteId, kind: "card" as const, entityId: id })),
  ];
}

/** The id of each card, by its key. Nearly always all exist: reading is cheaper than inserting for nothing. */
async function findOrMakeCards(scope: SystemScope, tx: Db, keys: readonly CardKey[]) {
  const found = await findCards(scope, tx, keys);
  const cardIds = new Map(found.map((card) => [cardKey(card), card.id]));
  const missing = keys.filter((key) => !cardIds.has(cardKey(key)));
  const newCards = missing.length === 0 ? [] : await insertCards(scope, tx, missing);
  // Cards that another process created in the meantime are found now.
  const late = newCards.length < missing.length ? await findCards(scope, tx, missing) : newCards;
  for (const card of late) cardIds.set(cardKey(card), card.id);
  return { cardIds, newCards };
}
