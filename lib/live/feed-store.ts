import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope, type SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { FeedType } from "./feed-event";

/** A stored event of the feed, with the partner's own id of its user as it is now. */
export interface StoredFeedEvent {
  readonly id: bigint;
  readonly type: FeedType;
  readonly entityId: string;
  readonly linkedUserId: string | null;
  readonly externalReference: string | null;
  readonly cardId: string | null;
  readonly status: string | null;
  readonly createdAt: Date;
}

/** After an event, and when that was; null where nobody said. The beginning is after 0. */
export interface FeedPlace {
  readonly id: bigint;
  readonly at: Date | null;
}

/**
 * `removed`: some of the events after a place were removed by their age, so there would be a gap. `rewound`: this
 * database never had the event of that place, so it was set back since, and gives the numbers after it anew.
 */
export type FeedRead = readonly StoredFeedEvent[] | "removed" | "rewound";

/**
 * Events of a site after one of them, in the order they were committed. Ids are given under a lock held until commit: an
 * event with a lower id than one that was read cannot appear later.
 */
export async function readFeed(
  scope: Scope,
  db: Db,
  asked: { readonly siteId: string; readonly after: FeedPlace | null; readonly limit: number },
): Promise<FeedRead> {
  const { siteId, after, limit } = asked;
  const events = await db.$queryRaw<StoredFeedEvent[]>`
    SELECT e.id, e.type, e.entity_id AS "entityId", e.linked_user_id AS "linkedUserId",
      u.external_reference AS "externalReference", e.card_id AS "cardId", e.status, e.created_at AS "createdAt"
    FROM feed_events e LEFT JOIN ${linkedUsers(scope)} u ON u.id = e.linked_user_id
    WHERE e.site_id = ${siteId}::uuid AND ${inScope(scope, "e.site_id")} AND e.id > ${after?.id ?? 0n}
    ORDER BY e.id LIMIT ${limit}`;
  if (after === null) return events;
  // Read afterwards: what is removed in between may be reported as a gap that is none, never the other way round.
  const event = await db.feedEvent.findUnique({ where: { siteId_id: { siteId, id: after.id } } });
  const horizon = await db.feedHorizon.findUnique({ where: { siteId } });
  const removedTo = horizon?.removedTo ?? 0n;
  if (after.id < removedTo) return "removed";
  if (after.id === 0n) return events;
  if (event === null) return after.id === removedTo ? events : "rewound";
  return after.at === null || after.at.getTime() === event.createdAt.getTime() ? events : "rewound";
}

const BATCH = 5_000;

/** Removes events that are older than so many days, and notes up to where. */
export async function purgeFeed(_: SystemScope, db: Db, days: number): Promise<void> {
  // The oldest of each site are at the front of the table's key.
  const removeSome = () => db.$queryRaw<{ count: number }[]>`
    WITH old AS (
      SELECT e.site_id, e.id FROM sites s CROSS JOIN LATERAL (
        SELECT site_id, id, created_at FROM feed_events WHERE site_id = s.id ORDER BY id LIMIT ${BATCH}
      ) e WHERE e.created_at < now() - make_interval(days => ${days}::int)
    ), removed AS (
      DELETE FROM feed_events e USING old o WHERE e.site_id = o.site_id AND e.id = o.id RETURNING e.site_id, e.id
    ), noted AS (
      INSERT INTO feed_horizons AS h (site_id, removed_to) SELECT site_id, max(id) FROM removed GROUP BY site_id
      ON CONFLICT (site_id) DO UPDATE SET removed_to = GREATEST(h.removed_to, excluded.removed_to)
    )
    SELECT count(*)::int AS count FROM removed`;
  while (((await removeSome())[0]?.count ?? 0) >= BATCH);
}
