import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import {
  cancelConnectSession,
  createConnectSession,
  revealConnectSecret,
} from "@/lib/links/sessions/connect-sessions";
import { hasEnded } from "@/lib/links/sessions/link-days-store";
import {
  listTokensOfSessions,
  type RestoredSession,
  restoreSessions,
} from "@/lib/links/sessions/restore-sessions-store";
import { findSessionTarget } from "@/lib/links/sessions/sessions-store";
import { recomputeUserStates } from "@/lib/links/standing/derived-states-store";
import { refoldTokens } from "@/lib/links/tokens/refold-tokens";
import { insertLinkedUser, readLinkedUser } from "@/lib/links/users/users-store";
import { type LiveChange, publish } from "@/lib/live/publish";

/** A connect link that was made, or why not. */
export type InviteResult<Problem extends string> =
  | { ok: true; userId: string; sessionId: string; secret: string; expiresAt: Date }
  | { ok: false; problem: Problem };

/** The user to invite. The external reference is the partner's own id for them, unique on the site. */
export interface Invitation {
  readonly siteId: string;
  readonly name: string;
  readonly email: string | null;
  readonly externalReference: string | null;
  /** Null: the language of their browser. */
  readonly language: "en" | "fr" | null;
}

/**
 * Creates a linked user and a connect link for them.
 *
 * @returns the link's secret, which is its last path segment
 */
export async function inviteLinkedUser(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  invitation: Invitation,
): Promise<InviteResult<"reference_taken" | "site_ended">> {
  return database.prisma.$transaction(async (tx) => {
    const userId = newId();
    if (await hasEnded(scope, tx, invitation.siteId)) return { ok: false, problem: "site_ended" };
    if (!(await insertLinkedUser(scope, tx, { ...invitation, id: userId }))) {
      return { ok: false, problem: "reference_taken" };
    }
    const { siteId, language } = invitation;
    const session = await createConnectSession(scope, tx, keys, { siteId, linkedUserId: userId, language });
    const target = { siteId, targetType: "linked_user", targetId: userId };
    await recordAudit(scope, tx, keys, { action: "linked_user.invite", outcome: "done", ...target });
    await publish(scope, tx, [{ siteId, kind: "linked_user", entityId: userId }]);
    return { ok: true, userId, ...session };
  });
}

/** Creates another connect link for a linked user: the first expired, or they are to connect again. */
export async function createConnectLink(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  userId: string,
): Promise<InviteResult<"user_not_found" | "site_ended">> {
  return database.prisma.$transaction(async (tx) => {
    const user = await readLinkedUser(scope, tx, userId);
    if (user === null) return { ok: false, problem: "user_not_found" };
    const { siteId, language } = user;
    if (await hasEnded(scope, tx, siteId)) return { ok: false, problem: "site_ended" };
    const session = await createConnectSession(scope, tx, keys, { siteId, linkedUserId: userId, language });
    const target = { siteId, targetType: "linked_user", targetId: userId };
    await recordAudit(scope, tx, keys, { action: "connect_session.create", outcome: "done", ...target });
    await publish(scope, tx, [{ siteId, kind: "connect_session", entityId: session.sessionId }]);
    return { ok: true, userId, ...session };
  });
}

/**
 * Cancels an unused connect link.
 *
 * @returns false if the scope has none, or it was used or cancelled before
 */
export async function cancelConnectLink(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  sessionId: string,
): Promise<boolean> {
  return database.prisma.$transaction((tx) => cancelLinkIn(scope, tx, keys, sessionId));
}

/** The same, as the end of a transaction. */
export async function cancelLinkIn(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  sessionId: string,
): Promise<boolean> {
  const target = await findSessionTarget(scope, tx, sessionId);
  if (target === null || !(await cancelConnectSession(scope, tx, sessionId))) return false;
  const { siteId, linkedUserId } = target;
  const user = { siteId, targetType: "linked_user", targetId: linkedUserId };
  await recordAudit(scope, tx, keys, { action: "connect_session.cancel", outcome: "done", ...user });
  await publish(scope, tx, changesOfLink({ id: sessionId, siteId, linkedUserId }));
  return true;
}

/**
 * Undoes cancellations: the links work again until they expire. What the person themselves cancelled stays so.
 *
 * @returns how many work again
 */
export async function restoreConnectLinks(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  sessionIds: readonly string[],
): Promise<number> {
  return database.prisma.$transaction(async (tx) => {
    const restored = await restoreSessions(scope, tx, sessionIds);
    const ids = restored.map(({ id }) => id);
    const told = await refoldTokens(SYSTEM_SCOPE, tx, await listTokensOfSessions(scope, tx, ids));
    await recomputeUserStates(
      scope,
      tx,
      restored.map(({ linkedUserId }) => linkedUserId),
    );
    for (const { id, siteId, linkedUserId } of restored) {
      const target = {
        siteId,
        targetType: "linked_user",
        targetId: linkedUserId,
        details: { sessionId: id },
      };
      await recordAudit(scope, tx, keys, { action: "connect_session.restore", outcome: "done", ...target });
    }
    await publish(scope, tx, [...told, ...restored.flatMap(changesOfLink)]);
    return restored.length;
  });
}

function changesOfLink(link: RestoredSession): LiveChange[] {
  const { id, siteId, linkedUserId } = link;
  return [
    { siteId, kind: "connect_session", entityId: id },
    { siteId, kind: "linked_user", entityId: linkedUserId },
  ];
}

/**
 * The secret of a connect link, for staff to copy; the access is audited.
 *
 * @returns null if the scope has no such link
 */
export async function revealConnectLink(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  sessionId: string,
): Promise<string | null> {
  return database.prisma.$transaction(async (tx) => {
    const target = await findSessionTarget(scope, tx, sessionId);
    const secret = target === null ? null : await revealConnectSecret(scope, tx, keys.ring, sessionId);
    if (target === null || secret === null) return null;
    const user = { siteId: target.siteId, targetType: "linked_user", targetId: target.linkedUserId };
    await recordAudit(scope, tx, keys, { action: "connect_session.reveal", outcome: "done", ...user });
    return secret;
  });
}
