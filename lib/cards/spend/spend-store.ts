import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import { DEBIT, SPENT_LETTERS } from "@/lib/anytime/values/transaction-status";
import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { findUnknownDays, SUM_CHARGED } from "@/lib/cards/rollups/sums-store";
import { ACCOUNT_CURRENCY } from "@/lib/cards/transactions/transaction-row";
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

/** What was spent in a currency other than that of accounts. */
export interface ChargedSum {
  /** As the bank wrote it, safe to show in a line. */
  readonly currency: string;
  /** As charged: decimal text in that currency; null where the bank did not say it of all of them. */
  readonly amount: string | null;
  readonly count: number;
}

const MOST_CURRENCIES = 8;

/**
 * The spend of the last bank days in foreign currencies, the commonest first: each in its own, and never added.
 *
 * @param days how many, including today
 * @returns null if one of them is not computed yet
 */
export async function readChargedAbroad(scope: Scope, db: Db, days: number): Promise<ChargedSum[] | null> {
  const [{ since } = { since: "" }] = await db.$queryRaw<{ since: string }[]>`
    SELECT ((now() AT TIME ZONE ${BANK_ZONE}::text)::date - ${days - 1}::int)::text AS since`;
  const unknown = await findUnknownDays(scope, db, { from: since });
  if (unknown === "all" || unknown.size > 0) return null;
  const rows = await db.$queryRaw<ChargedSum[]>`
    SELECT p.currency, ${SUM_CHARGED} AS amount, sum(p.count)::int AS count FROM payment_days p
    WHERE p.type = ${DEBIT} AND p.status = ANY(${[...SPENT_LETTERS]}) AND p.currency <> ALL(${["", ACCOUNT_CURRENCY]})
      AND ${inScope(scope, "p.site_id")} AND p.day >= ${since}::date
    GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT ${MOST_CURRENCIES}`;
  return rows.map((row) => ({ ...row, currency: escapeDirections(row.currency) }));
}
