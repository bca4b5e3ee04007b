import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import { DEBIT, SPENT_LETTERS } from "@/lib/anytime/values/transaction-status";
import { findUnknownDays } from "@/lib/cards/rollups/sums-store";
import { inScope, type Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** The spend of a bank day (Europe/Paris). */
export interface SpendDay {
  readonly day: string;
  /** Decimal text in the account's currency; null while it is not computed yet. */
  readonly amount: string | null;
}

/**
 * The spend of each of the last bank days, oldest first: settled and authorised payments, from rollups.
 *
 * @param days how many, including today
 */
export async function readSpendByDay(scope: Scope, db: Db, days: number): Promise<SpendDay[]> {
  const [unknown, rows] = await Promise.all([
    findUnknownDays(scope, db, {}),
    db.$queryRaw<{ day: string; amount: string }[]>`
      WITH days AS (
        SELECT generate_series(today - ${days - 1}::int, today, interval '1 day')::date AS day
        FROM (SELECT (now() AT TIME ZONE ${BANK_ZONE}::text)::date AS today) t
      ), spent AS (
        SELECT p.day, sum(p.amount) AS amount FROM payment_days p
        WHERE p.type = ${DEBIT} AND p.status = ANY(${[...SPENT_LETTERS]}) AND ${inScope(scope, "p.site_id")}
          AND p.day > (now() AT TIME ZONE ${BANK_ZONE}::text)::date - ${days}::int
        GROUP BY 1
      )
      SELECT days.day::text AS day, COALESCE(spent.amount, 0)::text AS amount
      FROM days LEFT JOIN spent USING (day) ORDER BY 1`,
  ]);
  const known = (day: string) => unknown !== "all" && !unknown.has(day);
  return rows.map(({ day, amount }) => ({ day, amount: known(day) ? amount : null }));
}
