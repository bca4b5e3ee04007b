import type { Db } from "@/lib/db/client";
import { inScope, type Scope } from "@/lib/db/scope";

/**
 * Deletes attempts, with their browser events, that nothing needs any more: their link ended 90 days ago, which is as
 * far as the funnel looks back, and no token ever named them. An attempt that a token named stays for good, because
 * the owner of the token follows from it.
 *
 * @returns how many were deleted
 */
export async function purgeAttempts(scope: Scope, tx: Db, limit: number): Promise<number> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM connect_attempts a JOIN connect_sessions s ON s.id = a.session_id
    WHERE s.expires_at < now() - interval '90 days' AND ${inScope(scope, "s.site_id")}
      AND NOT EXISTS (SELECT 1 FROM api_token_events e WHERE e.attempt_id = a.id)
      AND NOT EXISTS (SELECT 1 FROM api_tokens t WHERE t.attempt_id = a.id)
    LIMIT ${limit}`;
  const ids = rows.map(({ id }) => id);
  await tx.connectEvent.deleteMany({ where: { attemptId: { in: ids } } });
  const { count } = await tx.connectAttempt.deleteMany({ where: { id: { in: ids } } });
  return count;
}
