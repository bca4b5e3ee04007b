import type { KeyRing } from "@/lib/crypto/key-ring";
import { seal } from "@/lib/crypto/seal";
import { fingerprint } from "@/lib/crypto/secrets";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import type { Change } from "@/lib/live/publish";
import { openClaims } from "./open-claims";
import { refoldTokens } from "./refold-tokens";
import type { TokenFold } from "./token-history";
import { insertTokenEvents, upsertTokens } from "./tokens-store";

/** A `token_created` or `token_revoked` delivery. */
export interface TokenEvent {
  readonly deliveryId: string;
  readonly siteId: string;
  readonly receivedAt: Date;
  readonly fold: TokenFold;
  /** It is scheduled: it has no rank yet. */
  readonly waits: boolean;
  readonly name: "token_created" | "token_revoked";
  readonly token: string;
  readonly customReference: string | null;
}

/**
 * Applies token deliveries: first adds them to the history, then folds every token they may concern again.
 *
 * @returns what open pages must be told
 */
export async function applyTokenEvents(
  scope: SystemScope,
  tx: Db,
  ring: KeyRing,
  events: readonly TokenEvent[],
): Promise<Change[]> {
  const claims = await openClaims(scope, tx, ring, events);
  const fresh = events.map((event) => newToken(ring, event));
  const ids = await upsertTokens(scope, tx, fresh);
  await insertTokenEvents(
    scope,
    tx,
    events.map((event, index) => ({
      ...event,
      tokenId: ids.get(tokenKey(event.siteId, fresh[index]?.fingerprint ?? fingerprint(event.token))) ?? "",
      ...(claims[index] ?? { attemptId: null, orphanReason: "absent", referenceKid: null }),
    })),
  );
  return refoldTokens(scope, tx, [...ids.values()]);
}

/** The key of a token in maps: the site and the fingerprint. */
function tokenKey(siteId: string, tokenFingerprint: Uint8Array): string {
  return `${siteId}:${Buffer.from(tokenFingerprint).toString("hex")}`;
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
