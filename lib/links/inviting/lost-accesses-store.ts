import type { SystemScope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** So long after somebody gave access, the bank has given up notifying us of it. */
const LOST_AFTER = Prisma.raw("interval '10 minutes'");

/**
 * Over `linked_users u`: the browser reported that they gave access, and no delivery brought it. What is older than 30 days
 * is no news.
 */
export const LOST_ACCESS = Prisma.sql`u.unconfirmed_at IS NOT NULL
  AND u.unconfirmed_at BETWEEN now() - interval '30 days' AND now() - ${LOST_AFTER}`;

/** Linked users whose access was lost, and who got no link since and have none that works. */
export async function listLostAccesses(
  _: SystemScope,
  tx: Db,
  limit: number,
): Promise<{ userId: string; siteId: string; language: string | null }[]> {
  return tx.$queryRaw`
    SELECT u.id::text AS "userId", u.site_id::text AS "siteId", u.language FROM linked_users u
    JOIN sites w ON w.id = u.site_id AND w.ended_at IS NULL
    WHERE ${LOST_ACCESS} AND NOT EXISTS (
      SELECT 1 FROM connect_sessions s WHERE s.linked_user_id = u.id
        AND (s.created_at > u.unconfirmed_at OR (s.state IN ('created', 'opened') AND s.expires_at > now())))
    ORDER BY u.id LIMIT ${limit}`;
}
