import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** A time in which this dashboard, or the bank, was away. */
export interface Stretch {
  readonly from: Date;
  readonly to: Date;
}

/** A linked user whom an outage concerns, with the reasons. */
export interface Affected {
  readonly userId: string;
  readonly name: string;
  readonly externalReference: string | null;
  /** They opened their link then, and it was not used up before the outage was over. */
  readonly opened: boolean;
  /** They gave access then, which no delivery has confirmed. */
  readonly unconfirmed: boolean;
  /** Payments of that time which came only after it. */
  readonly late: number;
  readonly reachable: boolean;
}

/**
 * Whom a stretch of outage concerned. Each of the three sources is read by its own index within the stretch, which has
 * few days: see `MOST_DAYS`.
 */
function affected(scope: Scope, { from, to }: Stretch): Prisma.Sql {
  const within = (column: string) => Prisma.sql`${Prisma.raw(column)} BETWEEN ${from} AND ${to}`;
  return Prisma.sql`
    SELECT w.user_id, bool_or(w.why = 'opened') AS opened, bool_or(w.why = 'unconfirmed') AS unconfirmed,
      sum(w.payments)::int AS late
    FROM (
      SELECT s.linked_user_id AS user_id, 'opened' AS why, 0 AS payments
      FROM connect_attempts a JOIN connect_sessions s ON s.id = a.session_id
      WHERE ${within("a.created_at")} AND (s.completed_at IS NULL OR s.completed_at > ${to})
        AND ${inScope(scope, "s.site_id")}
      UNION ALL
      SELECT u.id, 'unconfirmed', 0 FROM linked_users u WHERE ${within("u.unconfirmed_at")}
        AND ${inScope(scope, "u.site_id")}
      UNION ALL
      SELECT c.linked_user_id, 'late', count(*) FROM card_transactions t JOIN cards c ON c.id = t.card_id
      WHERE ${within("t.bank_date")} AND t.first_seen_at > ${to} AND t.joined_to_id IS NULL
        AND c.linked_user_id IS NOT NULL AND ${inScope(scope, "t.site_id")} GROUP BY c.linked_user_id
    ) w GROUP BY w.user_id`;
}

/** The linked users whom a stretch of outage concerned, by name. */
export async function listAffected(
  scope: Scope,
  db: Db,
  stretch: Stretch,
  limit: number,
): Promise<Affected[]> {
  return db.$queryRaw<Affected[]>`
    SELECT u.id AS "userId", u.name, u.external_reference AS "externalReference", a.opened, a.unconfirmed, a.late,
      u.email IS NOT NULL AND u.mails_stopped_at IS NULL AS reachable
    FROM (${affected(scope, stretch)}) a JOIN ${linkedUsers(scope)} u ON u.id = a.user_id
    WHERE ${inScope(scope, "u.site_id")} ORDER BY u.name, u.id LIMIT ${limit}`;
}

/** How many they are, and why. */
export interface AffectedCounts {
  readonly people: number;
  readonly opened: number;
  readonly unconfirmed: number;
  readonly late: number;
  readonly reachable: number;
}

/** Counts whom a stretch of outage concerned. */
export async function countAffected(scope: Scope, db: Db, stretch: Stretch): Promise<AffectedCounts> {
  const [row] = await db.$queryRaw<AffectedCounts[]>`
    SELECT count(*)::int AS people, (count(*) FILTER (WHERE a.opened))::int AS opened,
      (count(*) FILTER (WHERE a.unconfirmed))::int AS unconfirmed, (count(*) FILTER (WHERE a.late > 0))::int AS late,
      (count(*) FILTER (WHERE u.email IS NOT NULL AND u.mails_stopped_at IS NULL))::int AS reachable
    FROM (${affected(scope, stretch)}) a JOIN ${linkedUsers(scope)} u ON u.id = a.user_id
    WHERE ${inScope(scope, "u.site_id")}`;
  return row ?? { people: 0, opened: 0, unconfirmed: 0, late: 0, reachable: 0 };
}

/** An outage of the last 30 days. */
export interface KnownOutage extends Stretch {
  readonly id: string;
  readonly cause: string;
}

/** Outages of the last 30 days, newest first: times in which payments may have been lost, and incidents that are over. */
export async function listOutages(scope: Scope, db: Db, limit: number): Promise<KnownOutage[]> {
  return db.$queryRaw<KnownOutage[]>`
    SELECT id::text AS id, cause, began_at AS "from", ended_at AS "to" FROM payment_gaps g
    WHERE g.began_at > now() - interval '30 days' AND ${inScope(scope, "g.site_id")}
    UNION ALL
    SELECT id::text, kind, opened_at, closed_at FROM attention_episodes e
    WHERE e.opened_at > now() - interval '30 days' AND e.closed_at IS NOT NULL
      AND e.kind IN ('silence', 'refusals', 'lag', 'held_full', 'quarantine_full') AND ${inScope(scope, "e.site_id")}
    ORDER BY 3 DESC LIMIT ${limit}`;
}
