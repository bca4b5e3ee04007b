import { inScope, type Scope, siteWhere } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import { type Db, jsonRows } from "@/lib/db/connect/client";
import { type SessionState, type SessionTimes, sessionStateOf } from "./session-state";

/** A session whose state changed. */
export interface MovedSession {
  readonly id: string;
  readonly siteId: string;
  readonly linkedUserId: string;
}

interface SessionFacts extends MovedSession, SessionTimes {
  readonly state: SessionState;
}

/**
 * Derives sessions again from the arrival of the first token that names each, and from what people did with them.
 *
 * @param links by session; null if no token names it
 * @returns those whose state changed
 */
export async function deriveSessions(
  scope: Scope,
  tx: Db,
  links: ReadonlyMap<string, Date | null>,
): Promise<MovedSession[]> {
  if (links.size === 0) return [];
  // Locked first: somebody may be opening or cancelling one of them.
  const rows = await tx.$queryRaw<SessionFacts[]>`
    SELECT id, site_id AS "siteId", linked_user_id AS "linkedUserId", state::text AS state, opened_at AS "openedAt",
      completed_at AS "completedAt", cancelled_at AS "cancelledAt"
    FROM connect_sessions s WHERE id = ANY(${[...links.keys()].sort()}::uuid[]) AND ${inScope(scope, "s.site_id")}
    ORDER BY id FOR UPDATE`;
  const derived = rows.map((row) => {
    const state = sessionStateOf({ ...row, completedAt: links.get(row.id) ?? null });
    // A token that arrived after the cancellation completes nothing.
    return {
      ...row,
      state,
      before: row,
      completedAt: state === "completed" ? (links.get(row.id) ?? null) : null,
    };
  });
  const changed = derived.filter(
    ({ state, completedAt, before }) =>
      state !== before.state || completedAt?.getTime() !== before.completedAt?.getTime(),
  );
  if (changed.length === 0) return [];
  const written = changed.map(({ id, state, completedAt }) => ({ id, state, completedAt }));
  await tx.$executeRaw`
    UPDATE connect_sessions s SET state = d.state::connect_session_state, completed_at = d."completedAt"
    FROM jsonb_to_recordset(${jsonRows(written)}::jsonb) AS d(id uuid, state text, "completedAt" timestamptz)
    WHERE s.id = d.id`;
  return changed
    .filter(({ state, before }) => state !== before.state)
    .map(({ id, siteId, linkedUserId }) => ({ id, siteId, linkedUserId }));
}

/** Derives users' states from their tokens and sessions. @returns those whose state changed */
export async function recomputeUserStates(
  scope: Scope,
  tx: Db,
  userIds: readonly string[],
): Promise<{ id: string; siteId: string }[]> {
  if (userIds.length === 0) return [];
  const ids = [...new Set(userIds)].sort();
  // Locked first: a state derived before could overwrite one that somebody else derived from more.
  await tx.$queryRaw`SELECT 1 FROM linked_users WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  return tx.$queryRaw<{ id: string; siteId: string }[]>`
    WITH derived AS (
      SELECT u.id, (CASE
        WHEN EXISTS (SELECT 1 FROM api_tokens t WHERE t.linked_user_id = u.id AND t.state = 'active') THEN 'active'
        WHEN EXISTS (SELECT 1 FROM api_tokens t WHERE t.linked_user_id = u.id)
          OR EXISTS (SELECT 1 FROM ended_grants g WHERE g.linked_user_id = u.id) THEN 'revoked'
        WHEN EXISTS (SELECT 1 FROM connect_sessions s WHERE s.linked_user_id = u.id AND s.opened_at IS NOT NULL
          AND s.state = 'opened' AND s.expires_at > now()) THEN 'connecting'
        ELSE 'invited' END)::linked_user_state AS state
      FROM linked_users u WHERE u.id = ANY(${ids}::uuid[]) AND ${inScope(scope, "u.site_id")}
    )
    UPDATE linked_users u SET state = d.state, state_since = now()
    FROM derived d WHERE u.id = d.id AND u.state <> d.state
    RETURNING u.id, u.site_id AS "siteId"`;
}

/** Users whose state is still connecting, though none of their links is open any more. */
export async function listStoppedConnecting(scope: Scope, tx: Db): Promise<string[]> {
  const open = { state: "opened", expiresAt: { gt: await readTime(tx) } } as const;
  const users = await tx.linkedUser.findMany({
    where: { state: "connecting", connectSessions: { none: open }, ...siteWhere(scope) },
    select: { id: true },
    take: 1_000,
  });
  return users.map(({ id }) => id);
}
