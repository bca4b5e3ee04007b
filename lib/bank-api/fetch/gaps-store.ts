import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";

/** A time in which payments of a site may have been lost. */
export interface Gap {
  readonly siteId: string;
  readonly cause: "outage" | "silence" | "refusals" | "unstored";
  readonly beganAt: Date;
  readonly endedAt: Date;
}

/** Opens a gap. @returns its id */
export async function openGap(_: SystemScope, tx: Db, gap: Gap): Promise<string> {
  const id = newId();
  await tx.paymentGap.create({ data: { id, ...gap, createdAt: new Date() } });
  return id;
}

/** Closes a gap: so many payments were missing. */
export async function closeGap(_: SystemScope, tx: Db, id: string, fetched: number): Promise<void> {
  await tx.paymentGap.updateMany({ where: { id, closedAt: null }, data: { fetched, closedAt: new Date() } });
}

/**
 * Says, before the very first check, since when somebody is there to receive: whoever stops before it has left nothing
 * that an absence could be told from. It never says so again: what came before a check is for that check to find.
 */
export async function beginPresence(_: SystemScope, db: Db): Promise<void> {
  await db.$executeRaw`INSERT INTO presence (id, seen_at) VALUES (1, now()) ON CONFLICT (id) DO NOTHING`;
}

/**
 * Says that somebody is there to receive.
 *
 * @returns when somebody last was; null the first time
 */
export async function notePresence(_: SystemScope, tx: Db): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ before: Date | null }[]>`
    WITH before AS (SELECT seen_at FROM presence WHERE id = 1 FOR UPDATE), now_here AS (
      INSERT INTO presence AS p (id, seen_at) VALUES (1, now()) ON CONFLICT (id) DO UPDATE SET seen_at = now()
    )
    SELECT (SELECT seen_at FROM before) AS before`;
  return row?.before ?? null;
}

/**
 * Sites' times of the last day in which deliveries were answered 503, once they are over and unless one of them is being
 * fetched. Token deliveries that found no room among those held are answered 503, too.
 */
export async function listUnstored(_: SystemScope, tx: Db): Promise<Omit<Gap, "cause">[]> {
  return tx.$queryRaw<Omit<Gap, "cause">[]>`
    SELECT s.site_id::text AS "siteId", min(s.minute) AS "beganAt", max(s.minute) + interval '1 minute' AS "endedAt"
    FROM delivery_stats s LEFT JOIN LATERAL (
      SELECT max(g.ended_at) AS ended_at, bool_or(g.closed_at IS NULL) AS open FROM payment_gaps g
      WHERE g.site_id = s.site_id AND g.cause = 'unstored' AND g.created_at > now() - interval '2 days'
    ) known ON TRUE
    WHERE s.unstored > 0 AND s.minute > now() - interval '1 day'
      AND s.minute >= COALESCE(known.ended_at, '-infinity') AND known.open IS NOT TRUE
    GROUP BY s.site_id HAVING max(s.minute) < now() - interval '3 minutes'`;
}
