import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** What on the connect pages of a scope needs attention. */
export interface ConnectAttention {
  /** Users who said that their link was not for them, in the last 30 days, with no newer link. */
  readonly notMe: number;
  /** Users who gave access in the last 30 days, which no webhook confirmed. */
  readonly unconfirmed: number;
}

/**
 * The users that each figure counts: a condition on `linked_users u`, for the figure and for the list behind it.
 */
export const NEEDS_ATTENTION = {
  not_me: Prisma.sql`u.id IN (SELECT cs.linked_user_id FROM connect_sessions cs
    WHERE cs.cancelled_by = 'end_user' AND cs.cancelled_at > now() - interval '30 days'
      AND NOT EXISTS (SELECT 1 FROM connect_sessions later
        -- What the person asks for by themselves is nobody's look.
        WHERE later.linked_user_id = cs.linked_user_id AND later.created_at > cs.cancelled_at
          AND later.reconnect_of IS NULL))`,
  unconfirmed: Prisma.sql`u.unconfirmed_at > now() - interval '30 days'`,
} as const;

/** Counts the users with a problem on a connect page that only staff can solve. */
export async function countConnectAttention(scope: Scope, db: Db): Promise<ConnectAttention> {
  const people = Prisma.sql`FROM linked_users u WHERE ${inScope(scope, "u.site_id")}`;
  const [row] = await db.$queryRaw<ConnectAttention[]>`
    SELECT (SELECT count(*)::int ${people} AND ${NEEDS_ATTENTION.not_me}) AS "notMe",
      (SELECT count(*)::int ${people} AND ${NEEDS_ATTENTION.unconfirmed}) AS unconfirmed`;
  return row ?? { notMe: 0, unconfirmed: 0 };
}
