import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import type { LiveChange } from "@/lib/live/publish";
import { type CardTransactionEvent, describeVersion } from "./describe-version";
import { type CardKey, cardKey, findCards, insertCards, writeTransactions } from "./versions-store";

/**
 * Applies card transactions: each delivery becomes a version, and the transaction has the values of the greatest
 * version, so that any order and any repetition ends the same. New cards are created with the owner of their account.
 *
 * @returns what open pages must be told
 */
export async function applyCardTransactions(
  scope: SystemScope,
  tx: Db,
  events: readonly CardTransactionEvent[],
): Promise<LiveChange[]> {
  const { cardIds, newCards } = await findOrMakeCards(scope, tx, events);
  const versions = events.map((event) => {
    const cardId = cardIds.get(cardKey(event));
    // A version without a card must fail its batch: marked done without a trace, it would be lost.
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
