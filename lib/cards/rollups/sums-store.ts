import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import { DEBIT, SPENT_LETTERS } from "@/lib/anytime/values/transaction-status";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** What rollups can be asked for. What is absent is everything. */
export interface SumFilter {
  /** Bank days, both included, as in 2026-11-23. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Letters of the bank. */
  readonly statuses?: readonly string[] | undefined;
  readonly notStatuses?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly currencies?: readonly string[] | undefined;
  readonly notCurrencies?: readonly string[] | undefined;
  /** Of merchant categories, or of merchants, but not both: no rollup has both. */
  readonly mccs?: readonly string[] | undefined;
  readonly merchants?: readonly string[] | undefined;
}

/** Payments of one kind, added up without sign. */
export interface PaymentSum {
  readonly status: string;
  readonly type: string;
  /** Empty where the bank named none. */
  readonly currency: string;
  readonly count: number;
  /** Decimal text in the account's currency. */
  readonly amount: string;
  /** As charged, in `currency`; null where the bank did not say it of all of them. */
  readonly amountFx: string | null;
}

/** What a payment `t` was charged, without sign: null where the bank did not say it, unless it cannot be anything. */
export const CHARGED = Prisma.sql`CASE WHEN t.amount_fx IS NULL AND t.amount = 0 THEN 0 ELSE abs(t.amount_fx) END`;

/** A sum that is null where one of its parts is unknown. */
export function sumKnown(column: "amount_fx" | "c.amount_fx"): Prisma.Sql {
  const part = Prisma.raw(column);
  return Prisma.sql`CASE WHEN count(*) = count(${part}) THEN sum(${part}) END`;
}

/** What rows of a rollup were charged. Earlier versions wrote 0 where the bank named no such amount. */
export const SUM_CHARGED = Prisma.sql`CASE WHEN bool_or(amount_fx = 0 AND amount <> 0) THEN NULL ELSE (${sumKnown("amount_fx")})::text END`;
const SUMS = Prisma.sql`status, type, currency, sum(count)::int AS count, sum(amount)::text AS amount, ${SUM_CHARGED} AS "amountFx"`;

/**
 * Sums of payments, from rollups. A period of whole months, or no period, contains what was removed since; a part of a
 * month does not: nobody knows its days any more.
 *
 * @returns null if a day of the period is not computed yet, or no rollup has what is asked for
 */
export async function sumPayments(scope: Scope, db: Db, filter: SumFilter): Promise<PaymentSum[] | null> {
  const unknown = await findUnknownDays(scope, db, filter);
  const table = tableOf(filter);
  if (unknown === "all" || unknown.size > 0 || table === null) return null;
  const residue =
    filter.mccs === undefined && filter.merchants === undefined
      ? Prisma.sql`UNION ALL SELECT status, type, currency, count, amount, amount_fx FROM payment_residues r
          WHERE ${Prisma.join([inScope(scope, "r.site_id"), ...ofKind(filter), ...ofMonths(filter)], " AND ")}`
      : Prisma.empty;
  return db.$queryRaw<PaymentSum[]>`
    SELECT ${SUMS} FROM (
      SELECT status, type, currency, count, amount, amount_fx FROM ${table} WHERE ${matching(scope, filter)} ${residue}
    ) s GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3`;
}

/** The same by day, newest first; days without payments, and those not computed yet, are left out. */
export async function sumPaymentsByDay(
  scope: Scope,
  db: Db,
  filter: SumFilter,
): Promise<(PaymentSum & { readonly day: string })[]> {
  const unknown = await findUnknownDays(scope, db, filter);
  const table = tableOf(filter);
  if (unknown === "all" || table === null) return [];
  return db.$queryRaw<(PaymentSum & { day: string })[]>`
    SELECT day::text AS day, ${SUMS} FROM ${table} WHERE ${matching(scope, filter)} AND day <> ALL(${[...unknown]}::date[])
    GROUP BY day, status, type, currency ORDER BY day DESC, 5 DESC, 2, 3, 4`;
}

/**
 * The merchants or the categories where most was spent, from rollups: of all of them where the filter names none.
 *
 * @returns null if a day of the period is not computed yet
 */
export async function readTops(
  scope: Scope,
  db: Db,
  filter: SumFilter,
  by: "merchant" | "category",
  most: number,
): Promise<{ key: string; spent: string; count: number }[] | null> {
  const unknown = await findUnknownDays(scope, db, filter);
  if (unknown === "all" || unknown.size > 0) return null;
  const [table, key] =
    by === "merchant"
      ? [Prisma.sql`merchant_days p`, Prisma.sql`p.merchant_id`]
      : [Prisma.sql`category_days p`, Prisma.sql`p.mcc`];
  return db.$queryRaw<{ key: string; spent: string; count: number }[]>`
    SELECT ${key}::text AS key, sum(p.amount)::text AS spent, sum(p.count)::int AS count FROM ${table}
    WHERE ${matching(scope, filter)} AND p.type = ${DEBIT} AND p.status = ANY(${[...SPENT_LETTERS]})
    GROUP BY ${key} ORDER BY sum(p.amount) DESC, 1 LIMIT ${most}`;
}

/** The smallest rollup that has what is asked for, if one has. */
function tableOf({ mccs, merchants }: SumFilter): Prisma.Sql | null {
  if (mccs !== undefined && merchants !== undefined) return null;
  if (mccs !== undefined) return Prisma.sql`category_days p`;
  return merchants === undefined ? Prisma.sql`payment_days p` : Prisma.sql`merchant_days p`;
}

function matching(scope: Scope, filter: SumFilter): Prisma.Sql {
  const conditions = [inScope(scope, "p.site_id"), ...ofKind(filter)];
  if (filter.from !== undefined) conditions.push(Prisma.sql`day >= ${filter.from}::date`);
  if (filter.to !== undefined) conditions.push(Prisma.sql`day <= ${filter.to}::date`);
  if (filter.mccs !== undefined) conditions.push(Prisma.sql`mcc = ANY(${[...filter.mccs]})`);
  if (filter.merchants !== undefined)
    conditions.push(Prisma.sql`merchant_id = ANY(${[...filter.merchants]}::uuid[])`);
  return Prisma.join(conditions, " AND ");
}

function ofKind({ statuses, notStatuses, types, currencies, notCurrencies }: SumFilter): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (statuses !== undefined) conditions.push(Prisma.sql`status = ANY(${[...statuses]})`);
  if (notStatuses !== undefined) conditions.push(Prisma.sql`status <> ALL(${[...notStatuses]})`);
  if (types !== undefined) conditions.push(Prisma.sql`type = ANY(${[...types]})`);
  if (currencies !== undefined) conditions.push(Prisma.sql`currency = ANY(${[...currencies]})`);
  if (notCurrencies !== undefined) conditions.push(Prisma.sql`currency <> ALL(${[...notCurrencies]})`);
  return conditions;
}

function ofMonths({ from, to }: SumFilter): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (from !== undefined) conditions.push(Prisma.sql`month >= ${from}::date`);
  if (to !== undefined) conditions.push(Prisma.sql`(month + interval '1 month')::date - 1 <= ${to}::date`);
  return conditions;
}

/** Days of a period that were stored before rollups were kept and are not computed yet. */
export async function findUnknownDays(
  scope: Scope,
  db: Db,
  { from, to }: Pick<SumFilter, "from" | "to">,
): Promise<ReadonlySet<string> | "all"> {
  const rows = await db.$queryRaw<{ day: string | null }[]>`
    SELECT NULL AS day FROM rollup_fills f WHERE f.due_at <= now() AND NOT f.again AND ${inScope(scope, "f.site_id")}
    UNION SELECT day::text FROM (
      SELECT (e.hour AT TIME ZONE ${BANK_ZONE}::text)::date AS day FROM dirty_hours e
      WHERE NOT e.filled AND ${inScope(scope, "e.site_id")}
    ) unfilled
    WHERE (${from ?? null}::date IS NULL OR day >= ${from ?? null}::date)
      AND (${to ?? null}::date IS NULL OR day <= ${to ?? null}::date)`;
  const days = rows.flatMap(({ day }) => day ?? []);
  return days.length < rows.length ? "all" : new Set(days);
}
