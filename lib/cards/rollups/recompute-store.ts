import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import type { SystemScope } from "@/lib/db/access/scope";
import { type Db, jsonRows, Prisma } from "@/lib/db/connect/client";
import type { SiteDay } from "./dirty-hours-store";
import { CHARGED, sumKnown } from "./sums-store";

const WHOLE_DAY = -1;
const HOUR_MS = 3_600_000;
const ROLLUPS = ["payment_days", "category_days", "merchant_days"] as const;

/** What is known of a dirty day before it is recomputed. */
interface DirtyDay extends SiteDay {
  /** Today or yesterday: kept by the hour, so that a busy one costs an hour. */
  readonly recent: boolean;
  /** Its rows are of the whole day. */
  readonly whole: boolean;
  readonly start: Date;
  readonly end: Date;
}

/** A mark as it was read: with another count, it was made again meanwhile. */
interface Mark extends SiteDay {
  readonly hour: Date;
  readonly marks: string;
  readonly filled: boolean;
}

/** A part of a day that is added up anew. */
interface Span extends SiteDay {
  readonly hour: number;
  readonly since: Date;
  readonly until: Date;
}

/**
 * Recomputes days from their rows: their dirty hours, or all of them. The caller holds `ROLLUP_LOCK`; payments go on
 * being written. Marks are read before the rows and removed only if nobody marked again, so what was not yet seen stays
 * dirty.
 *
 * @param now what today depends on; the database's clock if null
 * @returns the sites where a payment changed, and was not only added up for the first time
 */
export async function recomputeDays(
  _: SystemScope,
  tx: Db,
  days: readonly SiteDay[],
  now: Date | null,
): Promise<string[]> {
  const listed = Prisma.sql`(
    SELECT "siteId", day, day::timestamp AT TIME ZONE ${BANK_ZONE}::text AS start,
      (day + 1)::timestamp AT TIME ZONE ${BANK_ZONE}::text AS end
    FROM jsonb_to_recordset(${jsonRows(days.map((day) => ({ ...day })))}::jsonb) AS r("siteId" uuid, day date)
  )`;
  const marks = await tx.$queryRaw<Mark[]>`
    SELECT d.site_id AS "siteId", l.day::text AS day, d.hour, d.marks::text AS marks, d.filled
    FROM ${listed} l JOIN dirty_hours d ON d.site_id = l."siteId" AND d.hour >= l.start AND d.hour < l.end`;
  const states = await tx.$queryRaw<DirtyDay[]>`
    SELECT l."siteId", l.day::text AS day, l.start, l.end, l.day BETWEEN today - 1 AND today AS recent, EXISTS (
      SELECT 1 FROM payment_days p WHERE p.site_id = l."siteId" AND p.day = l.day AND p.hour = ${WHOLE_DAY}
    ) AS whole
    FROM ${listed} l, (SELECT (COALESCE(${now}::timestamptz, now()) AT TIME ZONE ${BANK_ZONE}::text)::date AS today) t`;
  const parts = states.map((state) =>
    partsOf(
      state,
      marks.filter(({ siteId, day }) => siteId === state.siteId && day === state.day),
    ),
  );
  await replaceSums(
    tx,
    parts.flatMap(({ gone }) => gone),
    parts.flatMap(({ spans }) => spans),
  );
  await removeMarks(tx, marks);
  return [...new Set(marks.flatMap(({ siteId, filled }) => (filled ? siteId : [])))];
}

/** Rows that go: those of an hour, or of all that is there of a day. */
interface Gone extends SiteDay {
  readonly hour: number | null;
}

/** Which rows of a day go, and which parts of it are added up. */
function partsOf(day: DirtyDay, marks: readonly Mark[]): { gone: Gone[]; spans: Span[] } {
  const { siteId, day: name, start, end } = day;
  const all = [{ siteId, day: name, hour: null }];
  if (!day.recent)
    return { gone: all, spans: [{ siteId, day: name, hour: WHOLE_DAY, since: start, until: end }] };
  const length = Math.ceil((end.getTime() - start.getTime()) / HOUR_MS);
  const hourly = day.whole || marks.some(({ filled }) => !filled);
  const hours = hourly
    ? Array.from({ length }, (_, hour) => hour)
    : marks.map(({ hour }) => Math.round((hour.getTime() - start.getTime()) / HOUR_MS));
  const at = (hour: number) => new Date(Math.min(start.getTime() + hour * HOUR_MS, end.getTime()));
  const spans = hours.map((hour) => ({ siteId, day: name, hour, since: at(hour), until: at(hour + 1) }));
  return { gone: hourly ? all : spans.map(({ hour }) => ({ siteId, day: name, hour })), spans };
}

async function replaceSums(tx: Db, gone: readonly Gone[], spans: readonly Span[]): Promise<void> {
  for (const table of ROLLUPS) await removeSums(tx, Prisma.raw(table), gone);
  await tx.$executeRaw`
    WITH cells AS MATERIALIZED (
      -- One pass over the payments for every rollup.
      SELECT GROUPING(c.mcc, c.merchant_id) AS without, c.site_id, c.day, c.hour, c.status, c.type, c.currency, c.mcc,
        c.merchant_id, count(*)::int AS count, sum(c.amount) AS amount,
        ${sumKnown("c.amount_fx")} AS amount_fx
      FROM (
        SELECT t.site_id, s.day, s.hour, t.status, t.type, COALESCE(t.currency, '') AS currency,
          COALESCE(t.mcc, '') AS mcc, t.merchant_id, abs(t.amount) AS amount, ${CHARGED} AS amount_fx
        FROM jsonb_to_recordset(${jsonRows(spans.map((span) => ({ ...span })))}::jsonb)
          AS s("siteId" uuid, day date, hour int, since timestamptz, until timestamptz)
        -- Postgres takes any list for a long one, and would read all payments; behind OFFSET, it looks up each span.
        CROSS JOIN LATERAL (
          SELECT * FROM card_transactions p WHERE p.site_id = s."siteId" AND p.bank_date >= s.since AND p.bank_date < s.until
            AND p.joined_to_id IS NULL
          OFFSET 0
        ) t
      ) c
      GROUP BY GROUPING SETS ((c.site_id, c.day, c.hour, c.status, c.type, c.currency),
        (c.site_id, c.day, c.hour, c.status, c.type, c.currency, c.mcc),
        (c.site_id, c.day, c.hour, c.status, c.type, c.currency, c.merchant_id))
    ), days AS (
      INSERT INTO payment_days (site_id, day, hour, status, type, currency, count, amount, amount_fx)
      SELECT site_id, day, hour, status, type, currency, count, amount, amount_fx FROM cells WHERE without = 3
    ), merchants AS (
      INSERT INTO merchant_days (site_id, merchant_id, day, hour, status, type, currency, count, amount, amount_fx)
      SELECT site_id, merchant_id, day, hour, status, type, currency, count, amount, amount_fx
      FROM cells WHERE without = 2 AND merchant_id IS NOT NULL
    )
    INSERT INTO category_days (site_id, mcc, day, hour, status, type, currency, count, amount, amount_fx)
    SELECT site_id, mcc, day, hour, status, type, currency, count, amount, amount_fx FROM cells WHERE without = 1`;
}

async function removeSums(tx: Db, table: Prisma.Sql, gone: readonly Gone[]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
      SELECT r.ctid FROM jsonb_to_recordset(${jsonRows(gone.map((part) => ({ ...part })))}::jsonb)
        AS g("siteId" uuid, day date, hour int)
      CROSS JOIN LATERAL (
        SELECT d.ctid FROM ${table} d WHERE d.site_id = g."siteId" AND d.day = g.day AND (g.hour IS NULL OR d.hour = g.hour)
        OFFSET 0
      ) r
    ))`;
}

/** A mark that a writer holds at this moment stays: what it writes was not seen. */
async function removeMarks(tx: Db, read: readonly Mark[]): Promise<void> {
  const rows = jsonRows(read.map(({ siteId, hour, marks }) => ({ siteId, hour, marks })));
  await tx.$executeRaw`
    DELETE FROM dirty_hours WHERE (site_id, hour) IN (
      SELECT d.site_id, d.hour FROM dirty_hours d
      JOIN jsonb_to_recordset(${rows}::jsonb) AS m("siteId" uuid, hour timestamptz, marks bigint)
        ON m."siteId" = d.site_id AND m.hour = d.hour AND m.marks = d.marks
      ORDER BY d.site_id, d.hour FOR UPDATE OF d SKIP LOCKED
    )`;
}
