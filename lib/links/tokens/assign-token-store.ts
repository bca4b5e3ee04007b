import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope, siteWhere } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import { type Stored, selectList } from "@/lib/db/column-lists";
import { API_TOKENS } from "@/lib/db/columns";
import { type ApiToken, type Db, Prisma } from "@/lib/db/connect/client";
import { PROCESSOR_LOCK } from "@/lib/db/locks";
import { holdLock } from "@/lib/db/take-lock";

const LOCKED = [
  "id",
  "siteId",
  "linkedUserId",
  "assignedUserId",
  "orphanReason",
  "waitingAttemptId",
] as const;

/** A token, locked until the transaction ends. */
export type LockedToken = Stored<ApiToken, (typeof LOCKED)[number]>;

/**
 * Locks a token; null if the scope has none. The processor pauses meanwhile: what it has read of attempts must not
 * overwrite what staff decide about them.
 */
export async function lockToken(scope: Scope, tx: Db, id: string): Promise<LockedToken | null> {
  await holdLock(tx, PROCESSOR_LOCK);
  const [row] = await tx.$queryRaw<LockedToken[]>`
    SELECT ${Prisma.raw(selectList(API_TOKENS, "t", LOCKED))}
    FROM api_tokens t WHERE id = ${id}::uuid AND ${inScope(scope, "t.site_id")} FOR UPDATE`;
  return row ?? null;
}

/** Whether a linked user belongs to a site. */
export async function findAssignee(scope: Scope, tx: Db, siteId: string, userId: string): Promise<boolean> {
  const where = { AND: [{ id: userId, siteId }, siteWhere(scope)] };
  return (await tx.linkedUser.count({ where })) === 1;
}

/** Stores the user to whom staff assigned a token; null undoes the assignment. */
export async function setAssignee(scope: Scope, tx: Db, id: string, userId: string | null): Promise<void> {
  const data = {
    assignedUserId: userId,
    assignedAt: userId === null ? null : await readTime(tx),
    assignedById: userId === null ? null : scope.actor.id,
  };
  await tx.apiToken.updateMany({ where: { id, ...siteWhere(scope) }, data });
}

/** The user of an attempt; null if they said that the link was not for them. */
export async function findClaimant(scope: Scope, tx: Db, attemptId: string): Promise<string | null> {
  const theirs = { OR: [{ cancelledBy: null }, { cancelledBy: { not: "end_user" } }], ...siteWhere(scope) };
  const found = await tx.connectAttempt.findFirst({
    where: { id: attemptId, session: theirs },
    select: { session: { select: { linkedUserId: true } } },
  });
  return found?.session.linkedUserId ?? null;
}

/** Stores that staff confirmed the browser of an attempt. */
export async function confirmAttempt(scope: Scope, tx: Db, attemptId: string): Promise<void> {
  const data = { confirmedAt: new Date(), confirmedById: scope.actor.id };
  await tx.connectAttempt.updateMany({ where: { id: attemptId, session: siteWhere(scope) }, data });
}

/** An unassigned token, or one that staff assigned. Never the token itself. */
export interface UnownedToken {
  readonly id: string;
  readonly siteId: string;
  /** First 8 hex digits of its SHA-256. */
  readonly fingerprint: string;
  readonly state: "active" | "revoked";
  readonly orphanReason: string | null;
  readonly firstSeenAt: Date;
  /** The latest delivery about it. */
  readonly deliveryId: string | null;
  /** The user that its reference names, if it waits for confirmation. */
  readonly claimed: { readonly id: string; readonly name: string } | null;
  readonly assigned: { readonly id: string; readonly name: string } | null;
}

/** Unassigned tokens, active ones first, then those that staff assigned; each newest first. */
export async function listUnownedTokens(scope: Scope, db: Db, limit: number): Promise<UnownedToken[]> {
  return db.$queryRaw<UnownedToken[]>`
    SELECT t.id, t.site_id AS "siteId", left(encode(t.fingerprint, 'hex'), 8) AS fingerprint, t.state::text AS state,
      t.orphan_reason AS "orphanReason", t.first_seen_at AS "firstSeenAt", e.delivery_id AS "deliveryId",
      CASE WHEN t.orphan_reason = 'second_browser' AND c.id IS NOT NULL
        THEN jsonb_build_object('id', c.id, 'name', c.name) END AS claimed,
      CASE WHEN u.id IS NOT NULL THEN jsonb_build_object('id', u.id, 'name', u.name) END AS assigned
    FROM api_tokens t
    -- Given by a grant that ended, it is theirs no more.
    LEFT JOIN ${linkedUsers(scope)} u ON u.id = t.assigned_user_id AND u.id = t.linked_user_id
    LEFT JOIN LATERAL (
      SELECT delivery_id FROM api_token_events e WHERE e.token_id = t.id
      ORDER BY e.fold_timestamp DESC LIMIT 1
    ) e ON TRUE
    LEFT JOIN LATERAL (
      SELECT l.id, l.name FROM connect_attempts a JOIN connect_sessions s ON s.id = a.session_id
        JOIN ${linkedUsers(scope)} l ON l.id = s.linked_user_id
      WHERE a.id = t.waiting_attempt_id AND s.cancelled_by IS DISTINCT FROM 'end_user'
    ) c ON TRUE
    WHERE (t.linked_user_id IS NULL OR t.assigned_user_id = t.linked_user_id) AND ${inScope(scope, "t.site_id")}
    ORDER BY (t.linked_user_id IS NULL AND t.state = 'active') DESC, t.first_seen_at DESC, t.id DESC LIMIT ${limit}`;
}
