import type { KeyRing } from "@/lib/crypto/key-ring";
import { fingerprint, newSecret } from "@/lib/crypto/secrets";
import type { Scope } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { recomputeUserStates } from "@/lib/links/standing/derived-states-store";
import { sessionStateOf } from "@/lib/links/standing/session-state";
import { readLinkDays } from "./link-days-store";
import { openLinkSecret, sealLinkSecret } from "./link-secret";
import { cancelSession, insertSessions, lockSession, readSealedSecret } from "./sessions-store";

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;

/** The user and options of a connect link. */
export interface NewConnectSession {
  readonly siteId: string;
  readonly linkedUserId: string;
  /** Null: the language of the browser that opens it. */
  readonly language: string | null;
  /** How long the link works, in milliseconds; the site's setting if absent. */
  readonly ttlMs?: number;
  /** Where the page leads after connecting. Followed only while its origin is the one in the site's settings. */
  readonly returnUrl?: string | null;
  /** If the user of a completed link asked for this one: that link, and the browser that holds it. */
  readonly reconnects?: { readonly sessionId: string; readonly heldBy: Uint8Array | null };
}

/**
 * Creates a connect link, of a site that has not ended. Its secret is looked up by hash, and sealed so that staff can copy the link again.
 *
 * @returns the secret: the last path segment of the link
 */
export async function createConnectSession(
  scope: Scope,
  tx: Db,
  keys: { readonly ring: KeyRing },
  session: NewConnectSession,
): Promise<{ sessionId: string; secret: string; expiresAt: Date }> {
  const id = newId();
  const secret = newSecret();
  const createdAt = new Date();
  const site = await readLinkDays(scope, tx, session.siteId);
  if (site?.hasEnded === true) throw new Error("a site that has ended makes no links");
  const days = site?.days ?? DEFAULT_DAYS;
  const expiresAt = new Date(createdAt.getTime() + (session.ttlMs ?? days * DAY_MS));
  await insertSessions(scope, tx, [
    {
      id,
      siteId: session.siteId,
      linkedUserId: session.linkedUserId,
      secretHash: fingerprint(secret),
      secretSealed: sealLinkSecret(keys.ring, { sessionId: id, siteId: session.siteId }, secret),
      language: session.language,
      createdAt,
      expiresAt,
      returnUrl: session.returnUrl ?? null,
      reconnectOf: session.reconnects?.sessionId ?? null,
      heldBy: session.reconnects?.heldBy == null ? null : Uint8Array.from(session.reconnects.heldBy),
    },
  ]);
  await recomputeUserStates(scope, tx, [session.linkedUserId]);
  return { sessionId: id, secret, expiresAt };
}

/**
 * The secret of a link, for staff to copy.
 *
 * @returns null if the scope has no such session
 * @throws UnknownKeyError if the ring lacks the key that sealed it
 */
export async function revealConnectSecret(
  scope: Scope,
  db: Db,
  ring: KeyRing,
  sessionId: string,
): Promise<string | null> {
  const found = await readSealedSecret(scope, db, sessionId);
  if (found === null) return null;
  return openLinkSecret(ring, { sessionId, siteId: found.siteId }, found.secretSealed);
}

/**
 * Cancels an unused link. The user's state follows. The wish to cancel is stored in any case: if the token that used
 * the link turns out to belong to another one, the link is cancelled.
 *
 * @returns false if the scope has none, or it was completed or cancelled before
 */
export async function cancelConnectSession(
  scope: Scope,
  tx: Db,
  sessionId: string,
  at?: Date,
): Promise<boolean> {
  const session = await lockSession(scope, tx, sessionId);
  if (session === null || session.cancelledAt !== null) return false;
  const cancelledAt = at ?? (await readTime(tx));
  const state = sessionStateOf({ ...session, cancelledAt });
  await cancelSession(scope, tx, sessionId, state, cancelledAt);
  await recomputeUserStates(scope, tx, [session.linkedUserId]);
  return state === "cancelled";
}
