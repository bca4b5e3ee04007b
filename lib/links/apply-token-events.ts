import type { KeyRing } from "@/lib/crypto/key-ring";
import { openReference } from "@/lib/crypto/reference";
import { seal } from "@/lib/crypto/seal";
import { fingerprint } from "@/lib/crypto/secrets";
import type { Db } from "@/lib/db/client";
import { newId } from "@/lib/db/id";
import type { Scope } from "@/lib/db/scope";
import type { LiveChange } from "@/lib/live/publish";
import type { TokenFold } from "./fold-tokens";
import { refoldTokens } from "./refold-tokens";
import { insertTokenEvents, loadAttemptFacts, upsertTokens } from "./tokens-store";

/** A `token_created` or `token_revoked` delivery. */
export interface TokenEvent {
  readonly deliveryId: string;
  readonly siteId: string;
  readonly receivedAt: Date;
  readonly fold: TokenFold;
  readonly name: "token_created" | "token_revoked";
  readonly token: string;
  readonly customReference: string | null;
}

/**
 * Applies token deliveries: history first, then every token they may concern is folded anew from all of it.
 *
 * @returns what open pages are to be told
 */
export async function applyTokenEvents(
  scope: Scope,
  tx: Db,
  ring: KeyRing,
  events: readonly TokenEvent[],
): Promise<LiveChange[]> {
  const claims = await Promise.all(events.map((event) => openClaim(ring, event)));
  const named = claims.flatMap(({ attemptId }) => attemptId ?? []);
  const known = await loadAttemptFacts(scope, tx, named);
  const fresh = events.map((event) => newToken(ring, event));
  const ids = await upsertTokens(scope, tx, fresh);
  await insertTokenEvents(
    scope,
    tx,
    events.map((event, index) => ({
      ...event,
      tokenId: ids.get(tokenKey(event.siteId, fresh[index]?.fingerprint ?? fingerprint(event.token))) ?? "",
      ...claimOn(claims[index], known, event.siteId),
    })),
  );
  return refoldTokens(scope, tx, [...ids.values()]);
}

/** Names a token in maps: a site's own, by fingerprint. */
function tokenKey(siteId: string, tokenFingerprint: Uint8Array): string {
  return `${siteId}:${Buffer.from(tokenFingerprint).toString("hex")}`;
}

interface Claim {
  readonly attemptId: string | null;
  readonly orphanReason: string | null;
}

async function openClaim(ring: KeyRing, event: TokenEvent): Promise<Claim> {
  const opened = await openReference(ring, event.siteId, event.customReference);
  if (opened.ok) return { attemptId: opened.attemptId, orphanReason: null };
  // Also with a key that this process lacks: a revocation must not wait for a reference, which anybody who sees
  // the page can rewrite. Processing the delivery again, once the key is there, finds the owner.
  return { attemptId: null, orphanReason: opened.reason };
}

function claimOn(
  claim: Claim | undefined,
  known: ReadonlyMap<string, { siteId: string }>,
  siteId: string,
): Claim {
  if (claim === undefined || claim.attemptId === null)
    return claim ?? { attemptId: null, orphanReason: "absent" };
  return known.get(claim.attemptId)?.siteId === siteId
    ? claim
    : { attemptId: null, orphanReason: "unknown_attempt" };
}

function newToken(ring: KeyRing, event: TokenEvent) {
  const id = newId();
  const place = { table: "api_tokens", row: id, site: event.siteId };
  return {
    id,
    siteId: event.siteId,
    fingerprint: fingerprint(event.token),
    sealed: seal(ring, place, Buffer.from(event.token, "utf8")),
    receivedAt: event.receivedAt,
    fold: event.fold,
    name: event.name,
  };
}
