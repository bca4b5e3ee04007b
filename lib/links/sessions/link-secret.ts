import type { KeyRing } from "@/lib/crypto/key-ring";
import { open, type SealedPlace, seal } from "@/lib/crypto/seal";

/** The link whose secret it is. */
interface OfLink {
  readonly sessionId: string;
  readonly siteId: string;
}

/** Seals the secret of a connect link, so that it can be copied again. */
export function sealLinkSecret(ring: KeyRing, link: OfLink, secret: string): Buffer<ArrayBuffer> {
  return seal(ring, placeOf(link), Buffer.from(secret, "utf8"));
}

/**
 * Opens what `sealLinkSecret` sealed.
 *
 * @throws UnknownKeyError if the ring lacks the key that sealed it
 */
export function openLinkSecret(ring: KeyRing, link: OfLink, sealed: Uint8Array): string {
  return open(ring, placeOf(link), sealed).toString("utf8");
}

/** The address of a connect link. @param base of connect links, without a path */
export function linkAddress(base: string, secret: string): string {
  return `${base}/connect/${secret}`;
}

function placeOf({ sessionId, siteId }: OfLink): SealedPlace {
  return { table: "connect_sessions", row: sessionId, site: siteId };
}
