import { inScope, type Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { PROCESSOR_LOCK } from "@/lib/db/locks";
import { holdLock } from "@/lib/db/take-lock";

/** A link that works again. */
export interface RestoredSession {
  readonly id: string;
  readonly siteId: string;
  readonly linkedUserId: string;
}

/**
 * Undoes the cancellation of links that staff cancelled. What the person themselves cancelled stays so. The processor
 * pauses meanwhile: a token may have arrived for one of them.
 */
export async function restoreSessions(
  scope: Scope,
  tx: Db,
  sessionIds: readonly string[],
): Promise<RestoredSession[]> {
  await holdLock(tx, PROCESSOR_LOCK);
  return tx.$queryRaw<RestoredSession[]>`
    UPDATE connect_sessions s SET cancelled_at = NULL, cancelled_by = NULL,
      state = CASE WHEN opened_at IS NULL THEN 'created' ELSE 'opened' END::connect_session_state
    WHERE id = ANY(${[...sessionIds]}::uuid[]) AND state = 'cancelled' AND cancelled_by IS DISTINCT FROM 'end_user'
      AND ${inScope(scope, "s.site_id")}
    RETURNING id, site_id AS "siteId", linked_user_id AS "linkedUserId"`;
}

/** The tokens that arrived for links. */
export async function listTokensOfSessions(
  scope: Scope,
  tx: Db,
  sessionIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT e.token_id AS id FROM connect_attempts a JOIN connect_sessions s ON s.id = a.session_id
      JOIN api_token_events e ON e.attempt_id = a.id
    WHERE a.session_id = ANY(${[...sessionIds]}::uuid[]) AND ${inScope(scope, "s.site_id")}`;
  return rows.map(({ id }) => id);
}
