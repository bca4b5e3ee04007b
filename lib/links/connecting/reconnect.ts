import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { fingerprint } from "@/lib/crypto/secrets";
import type { Scope } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { createConnectSession } from "@/lib/links/sessions/connect-sessions";
import {
  findSession,
  hasActiveToken,
  listSessionTokenStates,
  type SessionRow,
} from "@/lib/links/sessions/sessions-store";
import { publish } from "@/lib/live/publish";

/** A new link must last long enough for one attempt. */
const LEAST_MS = 15 * 60_000;

export type Reconnection = { ok: true; secret: string } | { ok: false };

/**
 * Whether the user of a completed link may connect again without staff: the access through it was revoked, they have
 * no other, and the link would not have expired yet. A link that leaks later must open nothing.
 */
export async function mayReconnect(scope: Scope, db: Db, session: SessionRow, now: Date): Promise<boolean> {
  if (session.state !== "completed" || session.expiresAt <= now || session.siteEndedAt !== null) return false;
  const states = await listSessionTokenStates(scope, db, session.id);
  return states.includes("revoked") && !(await hasActiveToken(scope, db, session.linkedUserId));
}

/**
 * Creates a new link for the user of a completed one. It is a separate link: references of a session work until a day
 * after it was completed, and that moment must not move.
 *
 * @returns the new link's secret, or that there is nothing to reconnect
 */
export async function reconnectByEndUser(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  secret: string,
): Promise<Reconnection> {
  return database.prisma.$transaction(async (tx) => {
    const session = await findSession(scope, tx, fingerprint(secret), true);
    const now = new Date();
    if (session === null || !(await mayReconnect(scope, tx, session, now))) return { ok: false };
    const { siteId, linkedUserId, language, returnUrl } = session;
    const ttlMs = Math.max(session.expiresAt.getTime() - now.getTime(), LEAST_MS);
    const made = await createConnectSession(scope, tx, keys, {
      siteId,
      linkedUserId,
      language,
      returnUrl,
      ttlMs,
      // Nobody else who has the older link must become the first browser of the newer one.
      reconnects: { sessionId: session.id, heldBy: session.heldBy },
    });
    await recordAudit(scope, tx, keys, {
      action: "connect_session.reconnect",
      outcome: "done",
      siteId,
      targetType: "linked_user",
      targetId: linkedUserId,
    });
    await publish(scope, tx, [{ siteId, kind: "connect_session", entityId: made.sessionId }]);
    return { ok: true, secret: made.secret };
  });
}
