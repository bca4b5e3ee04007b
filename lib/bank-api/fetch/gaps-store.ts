import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";

/** A time in which payments of a site may have been lost. */
export interface Gap {
  readonly siteId: string;
  readonly cause: "outage" | "silence" | "refusals";
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
