import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { GRANTS } from "@/lib/links/standing/grants-sql";

/** The attempt that a reference was created for. */
export interface InspectedAttempt {
  readonly createdAt: Date;
  readonly supportCode: string;
  readonly sessionId: string;
  readonly sessionState: string;
  readonly userId: string;
  readonly userName: string;
  /** Until when a token can name it. */
  readonly goodUntil: Date;
  /** A token already uses it. */
  readonly spent: boolean;
}

/** An attempt of a site, or null. */
export async function findAttempt(
  scope: Scope,
  db: Db,
  siteId: string,
  attemptId: string,
): Promise<InspectedAttempt | null> {
  const [row] = await db.$queryRaw<InspectedAttempt[]>`
    SELECT a.created_at AS "createdAt", a.support_code AS "supportCode", s.id AS "sessionId",
      CASE WHEN s.state IN ('created', 'opened') AND s.expires_at <= now() THEN 'expired' ELSE s.state::text END
        AS "sessionState",
      u.id AS "userId", u.name AS "userName",
      LEAST(LEAST(s.expires_at, s.completed_at, s.cancelled_at) + interval '24 hours',
        CASE WHEN s.cancelled_by = 'end_user' THEN s.cancelled_at END) AS "goodUntil",
      EXISTS (SELECT 1 FROM ${GRANTS} g WHERE g.attempt_id = a.id) AS spent
    FROM connect_attempts a JOIN connect_sessions s ON s.id = a.session_id JOIN ${linkedUsers(scope)} u ON u.id = s.linked_user_id
    WHERE a.id = ${attemptId}::uuid AND s.site_id = ${siteId}::uuid AND ${inScope(scope, "s.site_id")}`;
  return row ?? null;
}
