import { recordAudit } from "@/lib/audit/record";
import { sealReference } from "@/lib/crypto/reference";
import { newSupportCode } from "@/lib/crypto/secrets";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { cancelLinkIn } from "@/lib/links/inviting/invite";
import { createConnectSession } from "@/lib/links/sessions/connect-sessions";
import { linkAddress } from "@/lib/links/sessions/link-secret";
import { insertAttempt } from "@/lib/links/sessions/sessions-store";
import { insertLinkedUser } from "@/lib/links/users/users-store";
import { publish } from "@/lib/live/publish";
import { readSession, readSiteDefaults, type SessionFacts, updateByReference } from "./api-store";
import type { ConnectSession, CreateConnectSession, CreatedConnectSession } from "./document/schemas";
import type { ApiCaller, ApiDependencies } from "./handle";

const DAY_MS = 86_400_000;

export type CreateResult =
  | { ok: true; session: CreatedConnectSession }
  /** The page may only lead to the origin in the site's settings. */
  | { ok: false; problem: "return_url"; allowed: string | null }
  | { ok: false; problem: "site_ended" };

/**
 * Invites a user, or invites them again, by the partner's own id for them: creates a connect link, and a custom
 * reference for a button on the partner's own page. The reference has its own attempt, so that a link and a button
 * that are both used bring two separate tokens.
 */
export async function createSession(
  { scope, siteId }: ApiCaller,
  { keys, connectUrl }: Pick<ApiDependencies, "keys" | "connectUrl">,
  tx: Db,
  order: CreateConnectSession,
): Promise<CreateResult> {
  const site = await readSiteDefaults(scope, tx, siteId);
  const returnUrl = order.return_url ?? null;
  if (returnUrl !== null && new URL(returnUrl).origin !== site.returnOrigin)
    return { ok: false, problem: "return_url", allowed: site.returnOrigin };
  if (site.endedAt !== null) return { ok: false, problem: "site_ended" };
  const language = order.language ?? null;
  const userId = await findOrInsertUser(scope, tx, siteId, order, language);
  const made = await createConnectSession(scope, tx, keys, {
    siteId,
    linkedUserId: userId,
    language,
    returnUrl,
    ...(order.expires_in_days === undefined ? {} : { ttlMs: order.expires_in_days * DAY_MS }),
  });
  const attemptId = newId();
  await insertAttempt(scope, tx, {
    siteId,
    id: attemptId,
    sessionId: made.sessionId,
    supportCode: newSupportCode(),
    language: language ?? site.language,
    userAgent: null,
    // No browser began it: we do not know which one will show the button.
    device: null,
    browserHash: null,
    mustConfirm: false,
    wordingDigest: null,
    createdAt: new Date(),
  });
  const target = { siteId, targetType: "linked_user", targetId: userId };
  await recordAudit(scope, tx, keys, { action: "linked_user.invite", outcome: "done", ...target });
  await publish(scope, tx, [
    { siteId, kind: "linked_user", entityId: userId },
    { siteId, kind: "connect_session", entityId: made.sessionId },
  ]);
  const facts = await readSession(scope, tx, made.sessionId);
  if (facts === null) throw new Error("a session that was just made is gone");
  const url = linkAddress(connectUrl, made.secret);
  const custom_reference = await sealReference(keys.ring, siteId, attemptId);
  return { ok: true, session: { ...describeSession(facts), url, custom_reference } };
}

export type CancelResult =
  | { ok: true; session: ConnectSession }
  | { ok: false; problem: "not_found" | "completed" };

/** Cancels a connect link that was not used. One that was cancelled before stays so. */
export async function cancelSession(
  { scope }: ApiCaller,
  { keys }: Pick<ApiDependencies, "keys">,
  tx: Db,
  id: string,
): Promise<CancelResult> {
  await cancelLinkIn(scope, tx, keys, id);
  const facts = await readSession(scope, tx, id);
  if (facts === null) return { ok: false, problem: "not_found" };
  const session = describeSession(facts);
  return session.state === "cancelled" ? { ok: true, session } : { ok: false, problem: "completed" };
}

async function findOrInsertUser(
  scope: ApiCaller["scope"],
  tx: Db,
  siteId: string,
  order: CreateConnectSession,
  language: string | null,
): Promise<string> {
  const { external_reference: externalReference, name, email } = order;
  const known = { siteId, externalReference, name, email };
  const before = await updateByReference(scope, tx, known);
  if (before !== null) return before;
  const id = newId();
  if (await insertLinkedUser(scope, tx, { ...known, id, language, email: email ?? null })) return id;
  // Another request invited the same user in between.
  const there = await updateByReference(scope, tx, known);
  if (there === null) throw new Error("a linked user is there and is not");
  return there;
}

/** A session in the API's words. */
export function describeSession(facts: SessionFacts): ConnectSession {
  return {
    id: facts.id,
    state: facts.state,
    created_at: facts.createdAt.toISOString(),
    expires_at: facts.expiresAt.toISOString(),
    completed_at: facts.completedAt?.toISOString() ?? null,
    linked_user: { id: facts.userId, external_reference: facts.externalReference, state: facts.userState },
  };
}
