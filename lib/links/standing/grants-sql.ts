import { Prisma } from "@/lib/db/connect/client";

/**
 * Every grant of every token, including those that the bank revoked before it issued the same token again: a table to
 * select from, by linked user or by attempt.
 */
export const GRANTS = Prisma.raw(`(
  SELECT id AS token_id, id::text AS id, site_id, fingerprint, state::text AS state, linked_user_id, attempt_id,
    granted_at, granted_timestamp, revoked_at, first_seen_at FROM api_tokens
  UNION ALL
  SELECT k.id, k.id::text || '/' || g.ordinal, k.site_id, k.fingerprint, 'revoked', g.linked_user_id, g.attempt_id,
    g.granted_at, g.granted_timestamp, g.revoked_at, g.granted_at FROM ended_grants g JOIN api_tokens k ON k.id = g.token_id
)`);
