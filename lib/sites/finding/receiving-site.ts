import { type KeyRing, UnknownKeyError } from "@/lib/crypto/key-ring";
import { open, seal } from "@/lib/crypto/seal";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { findSiteById, type ReceivingRow } from "./site-store";

/** A reference that the bank may compute hashes with: the current or the previous one. */
export interface PartnerRef {
  readonly credentialId: string;
  readonly slot: "current" | "previous";
  readonly ref: string;
  /** It is the public partner ID: a match proves nothing. */
  readonly isPublic: boolean;
}

/** What the checks need to know about a site. */
export interface ReceivingSite {
  readonly id: string;
  /** Current first. */
  readonly partnerRefs: readonly PartnerRef[];
  /** One of its references is sealed with a key that is not here yet: we cannot say that a hash matches none. */
  readonly lacksKey: boolean;
  readonly allowedIps: readonly string[];
  readonly staleness: { readonly refuse: boolean; readonly seconds: number };
}

/** A site, and what the end of the callback URL was: its webhook key, or the nonce of a test event. */
export type FoundSite = { readonly site: ReceivingSite } & (
  | { readonly keyCredentialId: string; readonly testId: null }
  | { readonly keyCredentialId: null; readonly testId: string }
);

// Bound to the site and not to the credential: references were sealed this way before credentials existed.
const refPlace = (siteId: string) => ({ table: "sites", row: siteId, site: siteId });

/** A site as it is now, over the caller's connection. */
export async function readSite(db: Db, ring: KeyRing, siteId: string): Promise<ReceivingSite | null> {
  const row = await findSiteById(SYSTEM_SCOPE, db, siteId);
  return row === null ? null : toReceivingSite(ring, row);
}

/** Seals a partner reference for its site. */
export function sealPartnerRef(ring: KeyRing, siteId: string, ref: string): Buffer<ArrayBuffer> {
  return seal(ring, refPlace(siteId), Buffer.from(ref, "utf8"));
}

/** Opens a partner reference of a site. @throws UnknownKeyError if the ring lacks the key that sealed it */
export function openPartnerRef(ring: KeyRing, siteId: string, sealed: Uint8Array): string {
  return open(ring, refPlace(siteId), sealed).toString("utf8");
}

/** A site's row with the references opened that are sealed with a key of the ring. */
export function toReceivingSite(ring: KeyRing, row: ReceivingRow): ReceivingSite {
  const sealed = row.credentials.filter(({ refSealed }) => refSealed !== null);
  const partnerRefs = sealed.flatMap(({ id, slot, refSealed, refPublic }): PartnerRef[] => {
    const ref = refSealed === null ? null : openIfKnown(ring, row.id, refSealed);
    return ref === null ? [] : [{ credentialId: id, slot, ref, isPublic: refPublic }];
  });
  return {
    id: row.id,
    partnerRefs,
    lacksKey: partnerRefs.length < sealed.length,
    allowedIps: row.allowedIps,
    staleness: { refuse: row.stalenessMode === "refuse", seconds: row.stalenessSeconds },
  };
}

function openIfKnown(ring: KeyRing, siteId: string, sealed: Uint8Array): string | null {
  try {
    return openPartnerRef(ring, siteId, sealed);
  } catch (error) {
    if (error instanceof UnknownKeyError) return null;
    throw error;
  }
}
