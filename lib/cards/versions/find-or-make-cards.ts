import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { type CardKey, cardKey, findCards, insertCards } from "./versions-store";

/** The id of each card, by its key. Nearly always all exist: reading is cheaper than inserting for nothing. */
export async function findOrMakeCards(scope: SystemScope, tx: Db, keys: readonly CardKey[]) {
  const found = await findCards(scope, tx, keys);
  const cardIds = new Map(found.map((card) => [cardKey(card), card.id]));
  const missing = keys.filter((key) => !cardIds.has(cardKey(key)));
  const newCards = missing.length === 0 ? [] : await insertCards(scope, tx, missing);
  // Cards that another process created in the meantime are found now.
  const late = newCards.length < missing.length ? await findCards(scope, tx, missing) : newCards;
  for (const card of late) cardIds.set(cardKey(card), card.id);
  return { cardIds, newCards };
}
