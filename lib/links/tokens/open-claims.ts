import type { KeyRing } from "@/lib/crypto/key-ring";
import { openReference } from "@/lib/crypto/reference";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { Claim } from "./token-history";
import { loadAttemptFacts } from "./tokens-store";

interface Referring {
  readonly siteId: string;
  readonly customReference: string | null;
}

/** Opens the references of deliveries, in their order. An attempt of another site counts as none. */
export async function openClaims(
  scope: Scope,
  tx: Db,
  ring: KeyRing,
  events: readonly Referring[],
): Promise<Claim[]> {
  const claims = await Promise.all(events.map((event) => openClaim(ring, event)));
  const known = await loadAttemptFacts(
    scope,
    tx,
    claims.flatMap(({ attemptId }) => attemptId ?? []),
  );
  return claims.map((claim, index) =>
    claim.attemptId === null || known.get(claim.attemptId)?.siteId === events[index]?.siteId
      ? claim
      : { attemptId: null, orphanReason: "unknown_attempt", referenceKid: null },
  );
}

async function openClaim(ring: KeyRing, { siteId, customReference }: Referring): Promise<Claim> {
  const opened = await openReference(ring, siteId, customReference);
  if (opened.ok) return { attemptId: opened.attemptId, orphanReason: null, referenceKid: null };
  // Also for a key that this process lacks: a revocation must not wait for a reference, which anybody who sees the
  // page can rewrite. Once the key is here, the reference is opened again.
  const referenceKid = opened.reason === "unknown_key" ? opened.kid : null;
  return { attemptId: null, orphanReason: opened.reason, referenceKid };
}
