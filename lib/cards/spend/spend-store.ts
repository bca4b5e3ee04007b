import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import { DEBIT, SPENT_LETTERS } from "@/lib/anytime/values/transaction-status";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, jsonRows } from "@/lib/db/connect/client";

/** A day in the bank's zone (Europe/Paris) of a site. */
export interface SiteDay {
  readonly siteId: string;
  /** As in 2026-11-23. */
  readonly day: string;
}

const MOST_DAYS = 100;

/**
 * Recomputes the sums of dirty days from their rows: amounts without sign, because the type gives the direction.
 * Nobody else may write transactions until the caller's transaction ends: it holds the processor's lock.
 *
 * @returns the days that were recomputed
 */
export async function recomputeDirtyDays(scope: Scope, tx: Db): Promise<SiteDay[]> {
  const days = await tx.$queryRaw<SiteDay[]>`
    DELETE FROM dirty_days d WHERE (d.site_id, d.day) IN (
      SELECT site_id, day FROM dirty_days e WHERE ${inScope(scope, "e.site_id")} ORDER BY day DESC LIMIT ${MOST_DAYS}
    ) RETURNING d.site_id AS "siteId", d.day::text AS day`;
  if (days.length === 0) return days;
  const rows = jsonRows(days.map((day) => ({ ...day })));
  await tx.$executeRaw`
    DELETE FROM spend_days s USING jsonb_to_recordset(${rows}::jsonb) AS d("siteId" uuid, day date)
    WHERE s.site_id = d."siteId" AND s.day = d.day`;
  await tx.$executeRaw`
    INSERT INTO spend_days (site_id, day, status, type, amount, count)
    SELECT d."siteId", d.day, t.status, t.type, sum(abs(t.amount)), count(*)::int
    FROM jsonb_to_recordset(${rows}::jsonb) AS d("siteId" uuid, day date)
    JOIN card_transactions t ON t.site_id = d."siteId"
      AND t.bank_date >= d.day::timestamp AT TIME ZONE ${BANK_ZONE}::text
      AND t.bank_date < (d.day + 1)::timestamp AT TIME ZONE ${BANK_ZONE}::text
    GROUP BY 1, 2, 3, 4`;
  return days;
}

/**
 * The spend of each of the last days (Europe/Paris), oldest first: settled and authorised payments.
 *
 * @param days how many, including today
 */
export async function readSpendByDay(
  scope: Scope,
  db: Db,
  days: number,
): Promise<{ day: string; amount: string }[]> {
  return db.$queryRaw<{ day: string; amount: string }[]>`
    WITH days AS (
      SELECT generate_series((now() AT TIME ZONE ${BANK_ZONE}::text)::date - ${days - 1}::int,
        (now() AT TIME ZONE ${BANK_ZONE}::text)::date, interval '1 day')::date AS day
    ), spent AS (
      SELECT s.day, sum(s.amount) AS amount FROM spend_days s
      WHERE s.type = ${DEBIT} AND s.status = ANY(${[...SPENT_LETTERS]}) AND ${inScope(scope, "s.site_id")}
        AND s.day > (now() AT TIME ZONE ${BANK_ZONE}::text)::date - ${days}::int
      GROUP BY 1
    )
    SELECT days.day::text AS day, COALESCE(spent.amount, 0)::text AS amount
    FROM days LEFT JOIN spent USING (day) ORDER BY 1`;
}
