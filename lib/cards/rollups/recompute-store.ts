import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import type { SystemScope } from "@/lib/db/access/scope";
import { type Db, jsonRows, Prisma } from "@/lib/db/connect/client";
import type { SiteDay } from "./dirty-hours-store";

const WHOLE_DAY = -1;
/** One more than most days have: in October, one has 25 hours. */
const ALL_HOURS = Array.from({ length: 25 }, (_, hour) => hour);
const HOUR_MS = 3_600_000;

/** What is known of a day before it is recomputed. */
interface Day {
  /** Today or yesterday: kept by the hour, so that a busy one costs an hour. */
  readonly recent: boolean;
  /** Its rows are of the whole day. */
  readonly whole: boolean;
  readonly start: Date;
}

/** A mark as it was read: with another count, it was made again meanwhile. */
interface Mark {
  readonly hour: Date;
  readonly marks: string;
  readonly filled: boolean;
}

/**
 * Recomputes a day from its rows: its dirty hours, or all of it. The caller holds `ROLLUP_LOCK`; payments go on being
 * written. Marks are read before the rows and removed only if nobody marked again, so what was not yet seen stays dirty.
 *
 * @param now what today depends on; the database's clock if null
 * @returns whether a mark was of a change, and not only of a fill
 */
export async function recomputeDay(
  _: SystemScope,
  tx: Db,
  { siteId, day }: SiteDay,
  now: Date | null,
): Promise<boolean> {
  const start = Prisma.sql`(${day}::date::timestamp AT TIME ZONE ${BANK_ZONE}::text)`;
  const end = Prisma.sql`((${day}::date + 1)::timestamp AT TIME ZONE ${BANK_ZONE}::text)`;
  const marks = await tx.$queryRaw<Mark[]>`
    SELECT hour, marks::text AS marks, filled FROM dirty_hours
    WHERE site_id = ${siteId}::uuid AND hour >= ${start} AND hour < ${end} ORDER BY hour`;
  const [state] = await tx.$queryRaw<Day[]>`
    SELECT ${day}::date BETWEEN today - 1 AND today AS recent, ${start} AS start, EXISTS (
      SELECT 1 FROM payment_days WHERE site_id = ${siteId}::uuid AND day = ${day}::date AND hour = ${WHOLE_DAY}
    ) AS whole FROM (SELECT (COALESCE(${now}::timestamptz, now()) AT TIME ZONE ${BANK_ZONE}::text)::date AS today) t`;
  if (state === undefined) throw new Error("a day without a state");
  const hours = hoursToCompute(state, marks);
  const kept = hours.length === ALL_HOURS.length || hours[0] === WHOLE_DAY ? null : hours;
  const these = Prisma.sql`site_id = ${siteId}::uuid AND day = ${day}::date
    AND (${kept === null} OR hour = ANY(${kept ?? []}::int[]))`;
  await tx.$executeRaw`DELETE FROM payment_days WHERE ${these}`;
  await tx.$executeRaw`DELETE FROM category_days WHERE ${these}`;
  await insertSums(tx, { siteId, day }, { hours, start, end });
  await removeMarks(tx, siteId, marks);
  return marks.some(({ filled }) => filled);
}

function hoursToCompute({ recent, whole, start }: Day, marks: readonly Mark[]): readonly number[] {
  if (!recent) return [WHOLE_DAY];
  if (whole || marks.some(({ filled }) => !filled)) return ALL_HOURS;
  return marks.map(({ hour }) => Math.round((hour.getTime() - start.getTime()) / HOUR_MS));
}

async function insertSums(
  tx: Db,
  { siteId, day }: SiteDay,
  { hours, start, end }: { hours: readonly number[]; start: Prisma.Sql; end: Prisma.Sql },
): Promise<void> {
  await tx.$executeRaw`
    WITH spans AS MATERIALIZED (
      SELECT hour, CASE WHEN hour < 0 THEN ${start} ELSE ${start} + hour * interval '1 hour' END AS since,
        CASE WHEN hour < 0 THEN ${end} ELSE LEAST(${start} + (hour + 1) * interval '1 hour', ${end}) END AS until
      FROM unnest(${[...hours]}::int[]) AS hour
    ), cells AS MATERIALIZED (
      -- One pass over the payments for every rollup.
      SELECT GROUPING(c.mcc) AS without_mcc, c.hour, c.status, c.type, c.currency, c.mcc, count(*)::int AS count,
        sum(c.amount) AS amount, sum(c.amount_fx) AS amount_fx
      FROM (
        SELECT s.hour, t.status, t.type, COALESCE(t.currency, '') AS currency, COALESCE(t.mcc, '') AS mcc,
          abs(t.amount) AS amount, abs(COALESCE(t.amount_fx, 0)) AS amount_fx
        FROM spans s JOIN card_transactions t
          ON t.site_id = ${siteId}::uuid AND t.bank_date >= s.since AND t.bank_date < s.until
      ) c
      GROUP BY GROUPING SETS ((c.hour, c.status, c.type, c.currency), (c.hour, c.status, c.type, c.currency, c.mcc))
    ), days AS (
      INSERT INTO payment_days (site_id, day, hour, status, type, currency, count, amount, amount_fx)
      SELECT ${siteId}::uuid, ${day}::date, hour, status, type, currency, count, amount, amount_fx
      FROM cells WHERE without_mcc = 1
    )
    INSERT INTO category_days (site_id, mcc, day, hour, status, type, currency, count, amount, amount_fx)
    SELECT ${siteId}::uuid, mcc, ${day}::date, hour, status, type, currency, count, amount, amount_fx
    FROM cells WHERE without_mcc = 0`;
}

/** A mark that a writer holds at this moment stays: what it writes was not seen. */
async function removeMarks(tx: Db, siteId: string, marks: readonly Mark[]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM dirty_hours WHERE (site_id, hour) IN (
      SELECT d.site_id, d.hour FROM dirty_hours d
      JOIN jsonb_to_recordset(${jsonRows(marks.map(({ hour, marks: count }) => ({ hour, marks: count })))}::jsonb)
        AS m(hour timestamptz, marks bigint) ON m.hour = d.hour AND m.marks = d.marks
      WHERE d.site_id = ${siteId}::uuid ORDER BY d.hour FOR UPDATE OF d SKIP LOCKED
    )`;
}
