import { escapeInvisible } from "@/lib/anytime/values/visible-text";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { may } from "@/lib/db/access/permissions";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { SiteCache } from "@/lib/sites/finding/site-cache";
import type { ProxyTrust } from "@/lib/webhooks/receive/peer";
import {
  type ChangedRow,
  type DeliveryDetail,
  findSpender,
  listChangedRows,
  listSiblings,
  readDelivery,
  type Sibling,
} from "./delivery-detail-store";
import { openPayload, type PayloadView } from "./read-payload";
import { listSteps, type VerificationStep } from "./verification";

/** Everything that staff may see of a delivery. */
export interface DeliveryView {
  readonly delivery: Omit<DeliveryDetail, "bodySealed" | "sealedAs">;
  /** null if the body is not a notification, cannot be opened with the keys we have, or is closed. */
  readonly payload: PayloadView | null;
  /** The reader may not see the body, nor the headers. */
  readonly isClosed: boolean;
  readonly steps: readonly VerificationStep[];
  readonly changed: readonly ChangedRow[];
  readonly siblings: readonly Sibling[];
}

interface ViewDependencies {
  readonly db: Db;
  readonly ring: KeyRing;
  readonly sites: SiteCache;
  readonly proxies: ProxyTrust;
  readonly development: boolean;
}

/**
 * Reads a delivery for its drawer, with secrets masked.
 *
 * @param mayDecide whether the reader may see the first digits of the expected hash
 * @returns null if the scope has none with this id
 */
export async function readDeliveryView(
  scope: Scope,
  deps: ViewDependencies,
  id: string,
  mayDecide: boolean,
): Promise<DeliveryView | null> {
  const found = await readDelivery(scope, deps.db, id);
  if (found === null) return null;
  const isClosed = !may(scope, "bodies:read");
  const { bodySealed, sealedAs, ...delivery } = isClosed ? { ...found, ...CLOSED } : found;
  const [changed, siblings, spentBy, site] = await Promise.all([
    listChangedRows(scope, deps.db, id),
    listSiblings(scope, deps.db, id),
    delivery.pairLeg === "spent" ? findSpender(scope, deps.db, id) : null,
    mayDecide ? deps.sites.read(delivery.siteId) : null,
  ]);
  const opened = openPayload(deps.ring, { ...delivery, bodySealed, sealedAs });
  const { proxies, development } = deps;
  const context = { envelope: opened?.envelope ?? null, site, spentBy, proxies, development };
  const steps = listSteps(delivery, context);
  const shown = { ...delivery, ...escapeTexts(delivery) };
  const rows = changed.map((row) => ({ ...row, label: escapeInvisible(row.label) }));
  return { delivery: shown, payload: opened?.view ?? null, isClosed, steps, changed: rows, siblings };
}

const CLOSED = { bodySealed: null, contentType: null, userAgent: null, forwardedFor: null } as const;

/** What the sender chose. */
function escapeTexts({
  contentType,
  userAgent,
  forwardedFor,
  reference,
}: Omit<DeliveryDetail, "bodySealed" | "sealedAs">) {
  const safely = (text: string | null) => (text === null ? null : escapeInvisible(text));
  return {
    contentType: safely(contentType),
    userAgent: safely(userAgent),
    forwardedFor: safely(forwardedFor),
    reference: safely(reference),
  };
}
