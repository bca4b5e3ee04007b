import { insistOnSite, type Scope } from "@/lib/db/access/scope";
import { type Db, jsonRows, Prisma } from "@/lib/db/connect/client";
import { LIVE_LOCK } from "@/lib/db/locks";
import { holdLock } from "@/lib/db/take-lock";
import type { FeedEvent } from "./feed-event";

/** The kinds of changes that open pages hear about. */
export type LiveKind =
  | "transaction"
  | "delivery"
  | "card"
  | "token"
  | "linked_user"
  | "connect_session"
  | "job"
  | "merchant";

/** One change. It has only ids: the rest is read when it is shown. */
export interface LiveChange {
  readonly siteId: string;
  readonly kind: LiveKind;
  readonly entityId: string;
}

/** What to tell of: open pages hear of a live change, the partner's backend of an event. */
export type Change = LiveChange | FeedEvent;

/** The channel that the hub of every process listens on. */
export const LIVE_CHANNEL = "anytime_live";
/** Before the id of a site whose feed has new events. */
export const FEED_MARK = "feed ";

/**
 * Tells open pages and the partner's backend what changed, if and when the transaction commits.
 * Must be the last statement of the transaction: ids are given under one advisory lock held until commit, so that
 * their order is commit order and a reconnecting browser misses nothing.
 */
export async function publish(scope: Scope, tx: Db, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  for (const { siteId } of changes) insistOnSite(scope, siteId);
  const events = changes.flatMap((change) => ("type" in change ? change : []));
  const live = changes.flatMap((change) => ("kind" in change ? change : []));
  await holdLock(tx, LIVE_LOCK);
  if (events.length > 0) await writeEvents(tx, events);
  if (live.length > 0) await writeLive(tx, live);
}

async function writeEvents(tx: Db, events: readonly FeedEvent[]): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    WITH inserted AS (
      INSERT INTO feed_events (site_id, type, entity_id, linked_user_id, card_id, status, created_at)
      SELECT "siteId", type, "entityId", "linkedUserId", "cardId", status, now()
      FROM json_to_recordset(${jsonRows(events.map((event) => ({ ...event })))}::json)
        AS event("siteId" uuid, type text, "entityId" uuid, "linkedUserId" uuid, "cardId" uuid, status text)
      RETURNING site_id
    )
    SELECT pg_notify(${LIVE_CHANNEL}, ${FEED_MARK} || site_id) FROM (SELECT DISTINCT site_id FROM inserted) s`);
}

async function writeLive(tx: Db, changes: readonly LiveChange[]): Promise<void> {
  const distinct = new Map(changes.map((change) => [`${change.kind}:${change.entityId}`, change]));
  await tx.$executeRaw(Prisma.sql`
    WITH inserted AS (
      INSERT INTO live_events (site_id, kind, entity_id, created_at)
      SELECT "siteId", kind, "entityId", now()
      FROM jsonb_to_recordset(${jsonRows([...distinct.values()].map((change) => ({ ...change })))}::jsonb)
        AS change("siteId" uuid, kind text, "entityId" uuid)
      RETURNING id
    )
    SELECT pg_notify(${LIVE_CHANNEL}, max(id)::text) FROM inserted`);
}
