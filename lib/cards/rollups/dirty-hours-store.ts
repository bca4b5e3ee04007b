import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import { inScope, type SystemScope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** A bank day (Europe/Paris) of a site. */
export interface SiteDay {
  readonly siteId: string;
  /** As in 2026-11-23. */
  readonly day: string;
}

/**
 * Marks hours whose payments change, for the statement or transaction that changes them: so none is forgotten, whatever
 * crashes. A payment that moves marks where it was, too.
 *
 * @param moments a query of `site_id` and `at`
 */
export function markHours(moments: Prisma.Sql): Prisma.Sql {
  // In order, so that two writers wait for each other instead of deadlocking.
  return Prisma.sql`
    INSERT INTO dirty_hours AS d (site_id, hour)
    SELECT DISTINCT m.site_id, date_trunc('hour', m.at, ${BANK_ZONE}::text) FROM (${moments}) m ORDER BY 1, 2
    ON CONFLICT (site_id, hour) DO UPDATE SET marks = d.marks + 1`;
}

/** Days with dirty hours, newest first. */
export async function listDirtyDays(scope: SystemScope, db: Db, most: number): Promise<SiteDay[]> {
  return db.$queryRaw<SiteDay[]>`
    SELECT site_id AS "siteId", (hour AT TIME ZONE ${BANK_ZONE}::text)::date::text AS day FROM dirty_hours e
    WHERE ${inScope(scope, "e.site_id")} GROUP BY 1, 2 ORDER BY 2 DESC, 1 LIMIT ${most}`;
}

/**
 * Marks every day of sites whose payments were stored before rollups were kept, or are to be added up again. Days are found by skipping through the
 * index, one look for each.
 */
export async function markUnfilled(_: SystemScope, tx: Db): Promise<void> {
  const due = await tx.$queryRaw<{ siteId: string; dueAt: Date; again: boolean }[]>`
    SELECT site_id AS "siteId", due_at AS "dueAt", again FROM rollup_fills WHERE due_at <= now() ORDER BY site_id FOR UPDATE`;
  for (const { siteId, dueAt, again } of due) {
    await tx.$executeRaw`
      WITH RECURSIVE days (start) AS (
        SELECT date_trunc('day', max(bank_date), ${BANK_ZONE}::text) FROM card_transactions WHERE site_id = ${siteId}::uuid
        UNION ALL SELECT (SELECT date_trunc('day', t.bank_date, ${BANK_ZONE}::text) FROM card_transactions t
          WHERE t.site_id = ${siteId}::uuid AND t.bank_date < days.start ORDER BY t.bank_date DESC LIMIT 1)
        FROM days WHERE days.start IS NOT NULL
      )
      INSERT INTO dirty_hours AS d (site_id, hour, filled)
      SELECT ${siteId}::uuid, start, ${again} FROM days WHERE start IS NOT NULL ORDER BY 2
      ON CONFLICT (site_id, hour) DO UPDATE SET marks = d.marks + 1, filled = d.filled AND excluded.filled`;
    await tx.$executeRaw`DELETE FROM rollup_fills WHERE site_id = ${siteId}::uuid AND due_at = ${dueAt}`;
  }
}

/** Marks days that are still kept by the hour although they are older than yesterday. */
export async function markAged(scope: SystemScope, tx: Db, now: Date | null): Promise<void> {
  await tx.$executeRaw(
    markHours(Prisma.sql`
      SELECT p.site_id, p.day::timestamp AT TIME ZONE ${BANK_ZONE}::text AS at FROM payment_days p
      WHERE p.hour >= 0 AND p.day < (COALESCE(${now}::timestamptz, now()) AT TIME ZONE ${BANK_ZONE}::text)::date - 1
        AND ${inScope(scope, "p.site_id")}`),
  );
}
