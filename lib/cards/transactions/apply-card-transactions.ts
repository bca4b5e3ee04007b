import type { Db } from "@/lib/db/client";
import { newId } from "@/lib/db/id";
import type { Scope } from "@/lib/db/scope";
import type { LiveChange } from "@/lib/live/publish";
import { type CardTransactionEvent, describeVersion } from "./describe-version";
import { type CardKey, cardKey, findCards, insertCards, writeTransactions } from "./versions-store";

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
