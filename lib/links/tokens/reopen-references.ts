import type { KeyRing } from "@/lib/crypto/key-ring";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { Change } from "@/lib/live/publish";
import { openClaims } from "./open-claims";
import { refoldTokens } from "./refold-tokens";
import { rewriteClaims } from "./tokens-store";

/**
 * Opens references whose key was missing when their deliveries were processed, and folds their tokens again. How long
 * a reference was valid is still judged by the arrival of its delivery.
 *
 * @returns what open pages must be told
 */
export async function reopenReferences(
  scope: SystemScope,
  tx: Db,
  ring: KeyRing,
  events: readonly { deliveryId: string; siteId: string; customReference: string | null }[],
): Promise<Change[]> {
  if (events.length === 0) return [];
  const claims = await openClaims(scope, tx, ring, events);
  const opened = events.map(({ deliveryId }, index) => ({
    deliveryId,
    ...(claims[index] ?? { attemptId: null, orphanReason: "absent" as const, referenceKid: null }),
  }));
  return refoldTokens(scope, tx, await rewriteClaims(scope, tx, opened));
}
