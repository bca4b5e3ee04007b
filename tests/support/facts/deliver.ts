import type { KeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { createClock } from "@/lib/db/clock";
import type { Database } from "@/lib/db/connect/client";
import { makeProxyList } from "@/lib/sites/addresses/address";
import { createSiteCache } from "@/lib/sites/finding/site-cache";
import { createDeliveryMetrics } from "@/lib/webhooks/metrics/delivery-metrics";
import { processPending } from "@/lib/webhooks/process/process";
import { createOffsets } from "@/lib/webhooks/receive/clock-offset";
import { createInbox } from "@/lib/webhooks/receive/inbox";
import { receive } from "@/lib/webhooks/receive/receive";

/** Receives deliveries like the doors, without HTTP. */
export function makeReceiver(database: Database, ring: KeyRing, webhookKey: string) {
  const inbox = createInbox({ database, onCommitted: () => undefined });
  const deliveryMetrics = createDeliveryMetrics({ database });
  const sites = createSiteCache(database, ring);
  const clock = createClock(database.prisma);
  const offsets = createOffsets(database.prisma);
  const proxies = { hops: 0, isProxy: makeProxyList(undefined) };
  const deps = { ring, sites, inbox, deliveryMetrics, clock, offsets, proxies, development: true };
  return {
    deps,
    deliver: (
      body: Buffer | string,
      options: { contentType?: string; address?: string; key?: string; at?: Date } = {},
    ) =>
      receive(SYSTEM_SCOPE, deps, {
        webhookKey: options.key ?? webhookKey,
        contentType: options.contentType ?? "application/x-www-form-urlencoded",
        body: Buffer.from(body),
        userAgent: undefined,
        peer: options.address ?? "127.0.0.1",
        forwardedFor: null,
        receivedAt: options.at ?? new Date(),
      }),
    process: () => processPending(SYSTEM_SCOPE, database, ring),
  };
}
