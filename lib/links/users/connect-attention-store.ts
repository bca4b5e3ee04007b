import { type Db, Prisma } from "@/lib/db/client";
import { inScope, type Scope } from "@/lib/db/scope";
import { GRANTS } from "@/lib/links/tokens/grants-sql";

/** What the connect pages of a scope want somebody to look at. */
export interface ConnectAttention {
  /** People who said that their link was not for them, in the last 30 days, with no link made since. */
  readonly notMe: number;
  /** People whose browser saw a token made that no webhook brought within five minutes, and who have none since. */
  readonly unconfirmed: number;
}

/** The people that each figure counts: a condition on `linked_users u`, for the figure and for the list behind it. */
export const NEEDS_ATTENTION = {
  not_me: Prisma.sql`u.id IN (SELECT cs.linked_user_id FROM connect_sessions cs
    WHERE cs.cancelled_by = 'end_user' AND cs.cancelled_at > now() - interval '30 days'
      AND NOT EXISTS (SELECT 1 FROM connect_sessions later
        -- What the person asks for by themselves is nobody's look.
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

/** Counts the people whom something befell on a connect page that only a person can mend. */
export async function countConnectAttention(scope: Scope, db: Db): Promise<ConnectAttention> {
  const people = Prisma.sql`FROM linked_users u WHERE ${inScope(scope, "u.site_id")}`;
  const [row] = await db.$queryRaw<ConnectAttention[]>`
    SELECT (SELECT count(*)::int ${people} AND ${NEEDS_ATTENTION.not_me}) AS "notMe",
      (SELECT count(*)::int ${people} AND ${NEEDS_ATTENTION.unconfirmed}) AS unconfirmed`;
  return row ?? { notMe: 0, unconfirmed: 0 };
}
