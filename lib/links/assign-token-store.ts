import type { Db } from "@/lib/db/client";
import { PROCESSOR_LOCK } from "@/lib/db/locks";
import { inScope, type Scope, siteWhere } from "@/lib/db/scope";

/** A token that nobody else changes until the transaction ends. */
export interface LockedToken {
  readonly id: string;
  readonly siteId: string;
  readonly linkedUserId: string | null;
  readonly assignedUserId: string | null;
  readonly orphanReason: string | null;
}

/**
 * Locks a token, or says null where there is none in scope. The processor rests meanwhile: what it has read of
 * attempts must not be written over what staff say of them.
 */
export async function lockToken(scope: Scope, tx: Db, id: string): Promise<LockedToken | null> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${PROCESSOR_LOCK})`;
  const [row] = await tx.$queryRaw<LockedToken[]>`
    SELECT id, site_id AS "siteId", linked_user_id AS "linkedUserId", assigned_user_id AS "assignedUserId",
      orphan_reason AS "orphanReason"
    FROM api_tokens t WHERE id = ${id}::uuid AND ${inScope(scope, "t.site_id")} FOR UPDATE`;
  return row ?? null;
}

/** Whether a linked user is one of a site's. */
export async function findAssignee(scope: Scope, tx: Db, siteId: string, userId: string): Promise<boolean> {
  const where = { AND: [{ id: userId, siteId }, siteWhere(scope)] };
  return (await tx.linkedUser.count({ where })) === 1;
}

/** Notes whom staff gave a token to; null takes that back. */
export async function setAssignee(scope: Scope, tx: Db, id: string, userId: string | null): Promise<void> {
  const data = {
    assignedUserId: userId,
    assignedAt: userId === null ? null : new Date(),
    assignedById: userId === null ? null : scope.actor.id,
  };
  await tx.apiToken.updateMany({ where: { id, ...siteWhere(scope) }, data });
}

/** Confirms the attempts that a token names. @returns whom they were made for, null where there are none */
export async function confirmAttempts(scope: Scope, tx: Db, tokenId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ userId: string }[]>`
    UPDATE connect_attempts a SET confirmed_at = now(), confirmed_by_id = ${scope.actor.id}::uuid
    FROM connect_sessions s
    WHERE s.id = a.session_id AND a.confirmed_at IS NULL AND ${inScope(scope, "s.site_id")}
      AND a.id IN (SELECT e.attempt_id FROM api_token_events e WHERE e.token_id = ${tokenId}::uuid)
    RETURNING s.linked_user_id AS "userId"`;
  return row?.userId ?? null;
}

/** A token that is nobody's, or that staff gave to somebody. Never the token itself. */
export interface UnownedToken {
  readonly id: string;
  readonly siteId: string;
  /** First 8 hex digits of its SHA-256. */
  readonly fingerprint: string;
  readonly state: "active" | "revoked";
  readonly orphanReason: string | null;
  readonly firstSeenAt: Date;
  /** The delivery that last spoke of it. */
  readonly deliveryId: string | null;
  /** Whom its reference names, where it waits to be confirmed. */
  readonly claimed: { readonly id: string; readonly name: string } | null;
  readonly assigned: { readonly id: string; readonly name: string } | null;
}

/** Tokens that are nobody's, and those that staff gave to somebody, newest first. */
export async function listUnownedTokens(scope: Scope, db: Db, limit: number): Promise<UnownedToken[]> {
  return db.$queryRaw<UnownedToken[]>`
    SELECT t.id, t.site_id AS "siteId", left(encode(t.fingerprint, 'hex'), 8) AS fingerprint, t.state::text AS state,
      t.orphan_reason AS "orphanReason", t.first_seen_at AS "firstSeenAt", e.delivery_id AS "deliveryId",
      CASE WHEN t.orphan_reason = 'second_browser' AND c.id IS NOT NULL
        THEN jsonb_build_object('id', c.id, 'name', c.name) END AS claimed,
      CASE WHEN u.id IS NOT NULL THEN jsonb_build_object('id', u.id, 'name', u.name) END AS assigned
    FROM api_tokens t
    LEFT JOIN linked_users u ON u.id = t.assigned_user_id
    LEFT JOIN LATERAL (
      SELECT delivery_id, attempt_id FROM api_token_events e WHERE e.token_id = t.id
      ORDER BY e.fold_timestamp DESC LIMIT 1
    ) e ON TRUE
    LEFT JOIN LATERAL (
      SELECT l.id, l.name FROM api_token_events n JOIN connect_attempts a ON a.id = n.attempt_id
        JOIN connect_sessions s ON s.id = a.session_id JOIN linked_users l ON l.id = s.linked_user_id
      WHERE n.token_id = t.id LIMIT 1
    ) c ON TRUE
    WHERE (t.linked_user_id IS NULL OR t.assigned_user_id IS NOT NULL) AND ${inScope(scope, "t.site_id")}
    ORDER BY t.first_seen_at DESC, t.id DESC LIMIT ${limit}`;
}
