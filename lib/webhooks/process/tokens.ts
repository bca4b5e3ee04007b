import type { KeyRing } from "@/lib/crypto/key-ring";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { applyTokenEvents } from "@/lib/links/tokens/apply-token-events";
import type { Change } from "@/lib/live/publish";
import type { OpenedDelivery } from "./open-delivery";

/** Applies the `token_created` and `token_revoked` deliveries of a batch. */
export async function applyTokens(
  scope: SystemScope,
  tx: Db,
  ring: KeyRing,
  deliveries: readonly OpenedDelivery[],
): Promise<Change[]> {
  const events = deliveries.flatMap((delivery) => {
    if (delivery.problem !== null) return [];
    const { id, siteId, receivedAt, event, fold } = delivery;
    const waits = delivery.waitsUntil !== null;
    // A revocation removes access at once; only its rank waits.
    return (event.name === "token_created" && !waits) || event.name === "token_revoked"
      ? [
          {
            deliveryId: id,
            siteId,
            receivedAt,
            fold,
            waits,
            name: event.name,
            token: event.token,
            customReference: event.customReference,
          },
        ]
      : [];
  });
  return events.length === 0 ? [] : applyTokenEvents(scope, tx, ring, events);
}
