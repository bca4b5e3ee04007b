import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** How the bank's API refuses a token for good. */
export type EndedBy = "revoked" | "expired";

/**
 * Plans to read tokens through the bank's API, at once: those that are active, have an owner, and came from a link whose
 * page said so. Never again those that are not. A token that is granted again is read again.
 */
export async function scheduleReadings(_: SystemScope, tx: Db, tokenIds: readonly string[]): Promise<void> {
  const ids = [...tokenIds];
  await tx.$executeRaw`
    UPDATE token_readings r SET due_at = NULL FROM api_tokens t
    WHERE t.id = r.token_id AND t.id = ANY(${ids}::uuid[]) AND r.due_at IS NOT NULL
      AND (t.state <> 'active' OR t.linked_user_id IS NULL)`;
  await tx.$executeRaw`
    INSERT INTO token_readings AS r (token_id, site_id, due_at)
    SELECT t.id, t.site_id, now() FROM api_tokens t JOIN connect_attempts a ON a.id = t.attempt_id
    JOIN connect_wordings w ON w.digest = a.wording_digest AND w.states_bank_reading
    WHERE t.id = ANY(${ids}::uuid[]) AND t.state = 'active' AND t.linked_user_id IS NOT NULL
    ORDER BY t.id
    ON CONFLICT (token_id) DO UPDATE SET due_at = now(), failures = 0 WHERE r.due_at IS NULL`;
}

/** When the bank's API said of these tokens that they have ended. */
export async function loadRefusals(
  _: SystemScope,
  tx: Db,
  tokenIds: readonly string[],
): Promise<Map<string, Date>> {
  const rows = await tx.apiToken.findMany({
    where: { id: { in: [...new Set(tokenIds)] }, refusedAt: { not: null } },
    select: { id: true, refusedAt: true },
  });
  return new Map(rows.flatMap(({ id, refusedAt }) => (refusedAt === null ? [] : [[id, refusedAt] as const])));
}

/**
 * Stores that the bank's API said of an active token that it has ended.
 *
 * @returns false if it is not active any more, as far as we know: then there is nothing new
 */
export async function noteRefusal(_: SystemScope, tx: Db, tokenId: string, why: EndedBy): Promise<boolean> {
  const { count } = await tx.apiToken.updateMany({
    where: { id: tokenId, state: "active" },
    data: { refusedWhy: why, refusedAt: new Date() },
  });
  return count === 1;
}
