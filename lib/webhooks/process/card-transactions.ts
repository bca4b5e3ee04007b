import { applyCardTransactions as applyToCards } from "@/lib/cards/versions/apply-card-transactions";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { Change } from "@/lib/live/publish";
import type { OpenedDelivery } from "./open-delivery";

/** Applies the `card_transaction_received` deliveries of a batch. */
export async function applyCardTransactions(
  scope: SystemScope,
  tx: Db,
  deliveries: readonly OpenedDelivery[],
): Promise<Change[]> {
  const events = deliveries.flatMap((delivery) => {
    if (delivery.problem !== null) return [];
    const { id, siteId, receivedAt, event, fold } = delivery;
    return event.name === "card_transaction_received"
      ? [
          {
            deliveryId: id,
            siteId,
            receivedAt,
            fold,
            requestId: event.requestId,
            cardRef: event.cardRef,
            accId: event.accId,
            transaction: event.transaction,
          },
        ]
      : [];
  });
  return events.length === 0 ? [] : applyToCards(scope, tx, events);
}
