import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import { DEBIT, SPENT_LETTERS } from "@/lib/anytime/values/transaction-status";
import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { findUnknownDays, SUM_CHARGED } from "@/lib/cards/rollups/sums-store";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { listMerged } from "./families-store";
import type { NamedMerchant } from "./merchant-pages-store";

/** What was spent at a merchant: settled and authorised payments, in the account's currency, without sign. */
export interface MerchantSpend extends NamedMerchant {
  /** Decimal text. */
  readonly amount: string;
  readonly count: number;
}

/** The spend of a month at a merchant, by the currency it was charged in. */
export interface MonthSpend {
  /** As in 2026-11. */
  readonly month: string;
  /** Empty where the bank named none. */
  readonly currency: string;
  readonly amount: string;
  /** As charged, in `currency`; null where the bank did not say it of all of them. */
  readonly amountFx: string | null;
  readonly count: number;
}

const TODAY = Prisma.sql`(now() AT TIME ZONE ${BANK_ZONE}::text)::date`;
const SPENT = Prisma.sql`p.type = ${DEBIT} AND p.status = ANY(${[...SPENT_LETTERS]})`;

/**
 * Where most was spent in the last bank days, from rollups; merchants that were merged count as one.
 *
 * @returns null if a day of them is not computed yet
 */
export async function listTopMerchants(
  scope: Scope,
  db: Db,
  days: number,
  limit: number,
): Promise<MerchantSpend[] | null> {
  const [{ since } = { since: "" }] = await db.$queryRaw<{ since: string }[]>`
    SELECT (${TODAY} - ${days - 1}::int)::text AS since`;
  const unknown = await findUnknownDays(scope, db, { from: since });
  if (unknown === "all" || unknown.size > 0) return null;
  const rows = await db.$queryRaw<MerchantSpend[]>`
    WITH RECURSIVE spent AS MATERIALIZED (
      SELECT p.merchant_id AS id, sum(p.amount) AS amount, sum(p.count)::int AS count FROM merchant_days p
      WHERE p.day >= ${since}::date AND ${SPENT} AND ${inScope(scope, "p.site_id")} GROUP BY 1
    ), up AS (
      SELECT m.id, m.merged_into_id AS parent FROM merchants m
      WHERE m.merged_into_id IS NOT NULL AND ${inScope(scope, "m.site_id")}
      UNION SELECT up.id, m.merged_into_id FROM up JOIN merchants m ON m.id = up.parent WHERE m.merged_into_id IS NOT NULL
    ), ends AS (
      SELECT up.id, up.parent AS root FROM up JOIN merchants m ON m.id = up.parent WHERE m.merged_into_id IS NULL
    ), top AS (
      SELECT COALESCE(ends.root, spent.id) AS id, sum(spent.amount) AS amount, sum(spent.count)::int AS count
      FROM spent LEFT JOIN ends ON ends.id = spent.id GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${limit}
    )
    SELECT top.id, COALESCE(m.alias, m.name) AS name, top.amount::text AS amount, top.count
    FROM top JOIN merchants m ON m.id = top.id ORDER BY top.amount DESC, top.id`;
  return rows.map((row) => ({ ...row, name: escapeDirections(row.name) }));
}

/**
 * What was spent at a merchant, and those merged into it, in each of the last months; the newest first.
 *
 * @returns null if a day of them is not computed yet
 */
export async function listMonthsOf(
  scope: Scope,
  db: Db,
  merchantId: string,
  months: number,
): Promise<MonthSpend[] | null> {
  const [{ since } = { since: "" }] = await db.$queryRaw<{ since: string }[]>`
    SELECT (date_trunc('month', ${TODAY}) - ${months - 1}::int * interval '1 month')::date::text AS since`;
  const unknown = await findUnknownDays(scope, db, { from: since });
  if (unknown === "all" || unknown.size > 0) return null;
  const ids = await listMerged(scope, db, merchantId);
  return db.$queryRaw<MonthSpend[]>`
    SELECT to_char(p.day, 'YYYY-MM') AS month, p.currency, sum(p.amount)::text AS amount,
      ${SUM_CHARGED} AS "amountFx", sum(p.count)::int AS count
    FROM merchants m JOIN merchant_days p ON p.site_id = m.site_id AND p.merchant_id = m.id
    WHERE m.id = ANY(${ids}::uuid[]) AND ${SPENT} AND ${inScope(scope, "m.site_id")}
      AND p.day >= ${since}::date
    GROUP BY 1, 2 ORDER BY 1 DESC, sum(p.amount) DESC, 2`;
}
