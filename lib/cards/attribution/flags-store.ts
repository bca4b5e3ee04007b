import { inScope, type Scope, type SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** How many payments one transaction rewrites: others wait for it. */
const MOST = 2_000;

/** Records that cards changed hands, in the transaction that changes them. */
export async function markCards(scope: Scope, tx: Db, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO dirty_cards (card_id)
    SELECT c.id FROM cards c WHERE c.id = ANY(${[...ids]}::uuid[]) AND ${inScope(scope, "c.site_id")}
    ORDER BY 1 ON CONFLICT DO NOTHING`;
}

/**
 * Marks cards whose payments say the wrong thing: those of before payments said anything, and whatever else went wrong.
 * Waits for the index that the payments of cards with an owner are found by.
 */
export async function markMistakenCards(_: SystemScope, tx: Db): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO dirty_cards (card_id)
    SELECT c.id FROM cards c WHERE c.linked_user_id IS NULL
      AND EXISTS (SELECT 1 FROM card_transactions t WHERE t.card_id = c.id AND NOT t.unattributed)
    ORDER BY 1 ON CONFLICT DO NOTHING`;
  const [index] = await tx.$queryRaw<{ valid: boolean }[]>`
    SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('card_transactions_unattributed_idx')`;
  if (index?.valid !== true) return;
  await tx.$executeRaw`
    INSERT INTO dirty_cards (card_id)
    SELECT DISTINCT t.card_id FROM sites s JOIN card_transactions t ON t.site_id = s.id AND t.unattributed
      JOIN cards c ON c.id = t.card_id WHERE c.linked_user_id IS NOT NULL
    ORDER BY 1 ON CONFLICT DO NOTHING`;
}

/** A card whose payments all say the right thing again. */
export interface FlaggedCard {
  readonly cardId: string;
  readonly siteId: string;
}

/**
 * Rewrites some payments of the next marked card. Nobody else may write payments until the caller's transaction ends: it
 * holds the processor's lock, so none is written with what its card was before.
 *
 * @returns the card if it is done, `more` if it has more payments than one transaction may rewrite; null if none is marked
 */
export async function flagNextCard(_: SystemScope, tx: Db): Promise<FlaggedCard | "more" | null> {
  const [card] = await tx.$queryRaw<(FlaggedCard & { owned: boolean })[]>`
    SELECT d.card_id AS "cardId", c.site_id AS "siteId", c.linked_user_id IS NOT NULL AS owned
    FROM dirty_cards d JOIN cards c ON c.id = d.card_id ORDER BY d.card_id LIMIT 1 FOR UPDATE OF d`;
  if (card === undefined) return null;
  const rewritten = await tx.$executeRaw`
    UPDATE card_transactions SET unattributed = ${!card.owned}
    WHERE id IN (
      SELECT t.id FROM card_transactions t
      WHERE t.card_id = ${card.cardId}::uuid AND t.unattributed = ${card.owned} LIMIT ${MOST}
    )`;
  if (rewritten === MOST) return "more";
  await tx.$executeRaw`DELETE FROM dirty_cards WHERE card_id = ${card.cardId}::uuid`;
  return { cardId: card.cardId, siteId: card.siteId };
}
