import { inScope, type Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { LOST_ACCESS } from "@/lib/links/inviting/lost-accesses-store";
import type { Refusal } from "./causes";

/** What the monitor checks, site by site. */
export interface SiteFacts {
  readonly siteId: string;
  readonly active: number;
  readonly lastHeardAt: Date | null;
  readonly minutes: number;
  /** Milliseconds, longest first. */
  readonly pauses: readonly number[];
  readonly lagSeconds: number;
  readonly held: number;
  readonly heldBytes: number;
  /** How many seconds the least of the scheduled ones was ahead of us on arrival; null if there are none. */
  readonly waitingLead: number | null;
  /** Refused deliveries that could be parsed. */
  readonly quarantined: number;
  /** Times in which payments may have been lost and are not fetched yet, and when the first began. */
  readonly gaps: number;
  readonly gapSince: Date | null;
  /** Linked users who gave access in the last 30 days, which no delivery brought. */
  readonly lostCreations: number;
  /** The most tokens given out in this hour or the one before, and in any hour of the 14 days before those. */
  readonly tokenReads: number;
  readonly usualTokenReads: number;
  /** The latest refusals since a delivery was accepted, newest first; each counts as often as it was sent. */
  readonly refusals: readonly (Refusal & { readonly times: number; readonly at: string })[];
}

/** Reads the facts for all sites of a scope. */
export async function readSiteFacts(scope: Scope, db: Db): Promise<SiteFacts[]> {
  return db.$queryRaw<SiteFacts[]>`
    WITH heard AS (
      SELECT site_id, minute, EXTRACT(EPOCH FROM minute - lag(minute) OVER (PARTITION BY site_id ORDER BY minute)) * 1000 AS pause
      FROM delivery_stats WHERE minute > now() - interval '14 days' AND accepted + duplicate + held > 0
    ), rhythm AS (
      SELECT site_id, count(*)::int AS minutes,
        (array_agg(pause::float8 ORDER BY pause DESC) FILTER (WHERE pause IS NOT NULL))[1:2] AS pauses
      FROM heard GROUP BY 1
    )
    SELECT s.id AS "siteId", COALESCE(r.minutes, 0) AS minutes, COALESCE(r.pauses, '{}') AS pauses,
      (SELECT count(*)::int FROM linked_users u WHERE u.site_id = s.id AND u.state = 'active' AND s.closed_at IS NULL) AS active,
      taken.at AS "lastHeardAt",
      COALESCE((SELECT EXTRACT(EPOCH FROM now() - d.received_at)::float8 FROM deliveries d
        WHERE d.processing = 'pending' AND d.site_id = s.id
          AND (d.attempts = 0 OR d.received_at < now() - interval '5 minutes') ORDER BY d.id LIMIT 1), 0) AS "lagSeconds",
      (SELECT count(*)::int FROM deliveries d
        WHERE d.site_id = s.id AND d.verdict = 'held' AND d.decision IS NULL) AS held,
      (SELECT COALESCE(sum(d.body_size), 0)::float8 FROM deliveries d
        WHERE d.site_id = s.id AND d.verdict = 'held' AND d.decision IS NULL) AS "heldBytes",
      (SELECT round(min(d.bank_timestamp - EXTRACT(EPOCH FROM d.received_at)))::float8 FROM deliveries d
        WHERE d.site_id = s.id AND d.processing = 'waiting') AS "waitingLead",
      (SELECT count(*)::int FROM deliveries d
        WHERE d.site_id = s.id AND d.verdict = 'quarantined' AND d.decision IS NULL AND d.digest IS NOT NULL) AS quarantined,
      (SELECT count(*)::int FROM payment_gaps g WHERE g.site_id = s.id AND g.closed_at IS NULL) AS gaps,
      (SELECT min(g.began_at) FROM payment_gaps g WHERE g.site_id = s.id AND g.closed_at IS NULL) AS "gapSince",
      (SELECT count(*)::int FROM linked_users u WHERE u.site_id = s.id AND ${LOST_ACCESS}) AS "lostCreations",
      COALESCE((SELECT max(r.count) FROM token_reads r
        WHERE r.site_id = s.id AND r.hour >= date_trunc('hour', now()) - interval '1 hour'), 0)::int AS "tokenReads",
      COALESCE((SELECT max(r.count) FROM token_reads r WHERE r.site_id = s.id
        AND r.hour >= now() - interval '14 days' AND r.hour < date_trunc('hour', now()) - interval '1 hour'), 0)::int
        AS "usualTokenReads",
      COALESCE((SELECT jsonb_agg(refused ORDER BY refused.at DESC) FROM (
        SELECT d.verdict_reason AS reason, d.forwarded_for IS NOT NULL AS forwarded, d.peer_address AS peer,
          1 + d.duplicate_count AS times, COALESCE(d.last_duplicate_at, d.received_at) AS at
        FROM deliveries d WHERE d.site_id = s.id AND d.verdict = 'quarantined' AND d.decision IS NULL
          AND COALESCE(d.last_duplicate_at, d.received_at) > COALESCE(taken.at, '-infinity')
        ORDER BY d.received_at DESC LIMIT 10
      ) refused), '[]') AS refusals
    FROM sites s LEFT JOIN rhythm r ON r.site_id = s.id AND s.closed_at IS NULL LEFT JOIN LATERAL (
      SELECT GREATEST(d.received_at, d.last_duplicate_at) AS at FROM deliveries d
      WHERE d.site_id = s.id AND d.verdict <> 'quarantined' AND d.replay_of_id IS NULL
      ORDER BY d.received_at DESC, d.id DESC LIMIT 1
    ) taken ON TRUE
    WHERE ${inScope(scope, "s.id")}`;
}
