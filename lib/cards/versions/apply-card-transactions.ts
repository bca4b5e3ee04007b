import { identifyMerchants } from "@/lib/cards/merchants/identify-merchants";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import type { Change } from "@/lib/live/publish";
import { foldFetched } from "./apply-fetched";
import { type CardTransactionEvent, describeVersion } from "./describe-version";
import { findOrMakeCards } from "./find-or-make-cards";
import { attributionEvents, paymentEvents } from "./payment-events";
import { cardKey, writeTransactions } from "./versions-store";

/**
 * Applies card transactions: each delivery becomes a version, and the transaction has the values of the greatest
 * version, so that any order and any repetition ends the same. New cards are created with the owner of their account, new
 * merchants with the name they are first seen under.
 *
 * @returns what open pages and the partner's backend must be told
 */
export async function applyCardTransactions(
  scope: SystemScope,
  tx: Db,
  events: readonly CardTransactionEvent[],
): Promise<Change[]> {
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
  const written = await writeTransactions(scope, tx, versions);
  const refolded = await foldFetched(
    scope,
    tx,
    written.flatMap(({ id, fetched }) => (fetched ? id : [])),
  );
  const transactions = written.map(({ id, siteId }) => ({
    siteId,
    kind: "transaction" as const,
    entityId: id,
  }));
  return [
    ...transactions,
    ...newCards.map(({ id, siteId }) => ({ siteId, kind: "card" as const, entityId: id })),
    ...attributionEvents(newCards),
    ...paymentEvents(written, refolded),
  ];
}
