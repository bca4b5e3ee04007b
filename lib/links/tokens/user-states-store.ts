import type { Db } from "@/lib/db/client";
import { inScope, type Scope } from "@/lib/db/scope";

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
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT u.id FROM linked_users u WHERE u.state = 'connecting' AND ${inScope(scope, "u.site_id")}
      AND NOT EXISTS (SELECT 1 FROM connect_sessions s
        WHERE s.linked_user_id = u.id AND s.state = 'opened' AND s.expires_at > now())
    LIMIT 1000`;
  return rows.map(({ id }) => id);
}
