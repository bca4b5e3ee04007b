import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import {
  cancelConnectSession,
  createConnectSession,
  revealConnectSecret,
} from "@/lib/links/sessions/connect-sessions";
import { findSessionTarget } from "@/lib/links/sessions/sessions-store";
import { publish } from "@/lib/live/publish";
import { insertLinkedUser, readLinkedUser } from "./users-store";

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
): Promise<InviteResult<"reference_taken">> {
  return database.prisma.$transaction(async (tx) => {
    const userId = newId();
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
): Promise<InviteResult<"user_not_found">> {
  return database.prisma.$transaction(async (tx) => {
    const user = await readLinkedUser(scope, tx, userId);
    if (user === null) return { ok: false, problem: "user_not_found" };
    const { siteId, language } = user;
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
  await publish(scope, tx, [
    { siteId, kind: "connect_session", entityId: sessionId },
    { siteId, kind: "linked_user", entityId: linkedUserId },
  ]);
  return true;
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
