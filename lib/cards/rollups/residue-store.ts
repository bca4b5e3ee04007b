import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { PROCESSOR_LOCK } from "@/lib/db/locks";
import { holdLock } from "@/lib/db/take-lock";
import { markHours } from "./dirty-hours-store";
import { CHARGED, sumKnown } from "./sums-store";

/**
 * Removes payments with their versions. Their sums stay, by site, month, status, type and currency, so that totals of
 * months and of all time do not change; of a single day they are gone.
 *
 * @returns how many were removed
 */
export async function removePayments(scope: Scope, tx: Db, ids: readonly string[]): Promise<number> {
  // Nobody folds a version into a payment that goes.
  await holdLock(tx, PROCESSOR_LOCK);
  const doomed = Prisma.sql`t.id = ANY(${[...ids]}::uuid[]) AND ${inScope(scope, "t.site_id")}`;
  await tx.$executeRaw(
    markHours(Prisma.sql`SELECT t.site_id, t.bank_date AS at FROM card_transactions t WHERE ${doomed}`),
  );
  await tx.$executeRaw`
    DELETE FROM transaction_versions v USING card_transactions t WHERE v.transaction_id = t.id AND ${doomed}`;
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    WITH gone AS (
      DELETE FROM card_transactions t WHERE ${doomed}
      RETURNING t.site_id, t.bank_date, t.status, t.type, t.currency, t.amount, ${CHARGED} AS amount_fx, t.joined_to_id
    ), kept AS (
      INSERT INTO payment_residues AS r (site_id, month, status, type, currency, count, amount, amount_fx)
      SELECT site_id, date_trunc('month', bank_date AT TIME ZONE ${BANK_ZONE}::text)::date, status, type,
        COALESCE(currency, ''), count(*)::int, sum(abs(amount)), ${sumKnown("amount_fx")}
      FROM gone g WHERE g.joined_to_id IS NULL GROUP BY 1, 2, 3, 4, 5
      ON CONFLICT (site_id, month, status, type, currency) DO UPDATE
        SET count = r.count + excluded.count, amount = r.amount + excluded.amount,
          amount_fx = r.amount_fx + excluded.amount_fx
    )
    SELECT count(*)::int AS count FROM gone`;
  return row?.count ?? 0;
}
