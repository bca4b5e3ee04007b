import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { agreeOnOffset } from "@/lib/webhooks/receive/clock-offset";
import { hastenWaiting, readLeads } from "@/lib/webhooks/receive/clock-offset-store";
import { FUTURE_TOLERANCE_SECONDS } from "./open-delivery";
import type { PendingDelivery } from "./process-store";

/**
 * How many seconds the bank's clock is ahead of ours, for the sites of verified deliveries that seem to come
 * from the future. Deliveries already scheduled then wait that much less.
 */
export async function findOffsets(
  scope: SystemScope,
  tx: Db,
  pending: readonly PendingDelivery[],
): Promise<Map<string, number>> {
  const odd = pending.filter(({ verified, ahead }) => verified && (ahead ?? 0) > FUTURE_TOLERANCE_SECONDS);
  const offsets = new Map<string, number>();
  if (odd.length === 0) return offsets;
  const leads = await readLeads(scope, tx, [...new Set(odd.map(({ siteId }) => siteId))]);
  for (const [siteId, ofSite] of leads) {
    const offset = agreeOnOffset(ofSite);
    if (offset === null || offset <= 0) continue;
    offsets.set(siteId, offset);
    await hastenWaiting(scope, tx, siteId, offset, FUTURE_TOLERANCE_SECONDS);
  }
  return offsets;
}
