import { type Db, Prisma } from "@/lib/db/client";
import { inScope, type Scope } from "@/lib/db/scope";
import { GRANTS } from "@/lib/links/tokens/grants-sql";

/** What on the connect pages of a scope needs attention. */
export interface ConnectAttention {
  /** Users who said that their link was not for them, in the last 30 days, with no newer link. */
  readonly notMe: number;
  /**
   * Users whose browser reported a token that no webhook delivered within five minutes, and who have none since.
   */
  readonly unconfirmed: number;
}

/**
 * The users that each figure counts: a condition on `linked_users u`, for the figure and for the list behind it.
 */
export const NEEDS_ATTENTION = {
  not_me: Prisma.sql`u.id IN (SELECT cs.linked_user_id FROM connect_sessions cs
    WHERE cs.cancelled_by = 'end_user' AND cs.cancelled_at > now() - interval '30 days'
      AND NOT EXISTS (SELECT 1 FROM connect_sessions later
        -- A link that the user asked for themselves counts as seen by nobody.
        WHERE later.linked_user_id = cs.linked_user_id AND later.created_at > cs.cancelled_at
          AND later.reconnect_of IS NULL))`,
  unconfirmed: Prisma.sql`u.id IN (SELECT cs.linked_user_id FROM connect_events ce
      JOIN connect_attempts ca ON ca.id = ce.attempt_id JOIN connect_sessions cs ON cs.id = ca.session_id
    WHERE ce.name = 'onTokenCreated' AND ce.received_at BETWEEN now() - interval '30 days' AND now() - interval '5 minutes'
      AND NOT EXISTS (SELECT 1 FROM api_tokens t
        WHERE t.site_id = cs.site_id AND t.fingerprint = ce.token_fingerprint)
      -- A page that is not served over TLS can make no digest: there the attempt says which token it was.
      AND NOT (ce.token_fingerprint IS NULL AND EXISTS (SELECT 1 FROM api_token_events e WHERE e.attempt_id = ca.id))
      AND NOT EXISTS (SELECT 1 FROM ${GRANTS} t
        WHERE t.linked_user_id = cs.linked_user_id AND t.granted_at > ce.received_at))`,
} as const;

/** Counts the users with a problem on a connect page that only staff can solve. */
export async function countConnectAttention(scope: Scope, db: Db): Promise<ConnectAttention> {
  const people = Prisma.sql`FROM linked_users u WHERE ${inScope(scope, "u.site_id")}`;
  const [row] = await db.$queryRaw<ConnectAttention[]>`
    SELECT (SELECT count(*)::int ${people} AND ${NEEDS_ATTENTION.not_me}) AS "notMe",
      (SELECT count(*)::int ${people} AND ${NEEDS_ATTENTION.unconfirmed}) AS unconfirmed`;
  return row ?? { notMe: 0, unconfirmed: 0 };
}
