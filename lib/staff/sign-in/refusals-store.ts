import type { SystemScope } from "@/lib/db/access/scope";
import { type Db, jsonRows } from "@/lib/db/connect/client";

/** Refused sign-ins of one account, counted together. */
export interface CountedRefusals {
  readonly staffId: string;
  readonly name: string;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** Adds to the counts of this hour, in one statement. */
export async function addRefusals(
  _: SystemScope,
  db: Db,
  counts: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = [...counts].map(([staff_id, count]) => ({ staff_id, count }));
  await db.$executeRaw`
    INSERT INTO sign_in_refusals AS known (staff_id, hour, count, first_at, last_at)
    SELECT staff_id, date_trunc('hour', now()), count, now(), now()
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS added (staff_id uuid, count int)
    ON CONFLICT (staff_id, hour) DO UPDATE SET count = known.count + excluded.count, last_at = excluded.last_at`;
}

/**
 * Removes counts, so that they become entries of the audit trail in the same transaction.
 *
 * @param staffId whose counts, however recent; null for everybody's in past hours
 */
export async function takeRefusals(
  _: SystemScope,
  tx: Db,
  staffId: string | null,
): Promise<CountedRefusals[]> {
  return tx.$queryRaw<CountedRefusals[]>`
    WITH taken AS (
      DELETE FROM sign_in_refusals
      WHERE CASE WHEN ${staffId}::uuid IS NULL THEN hour < date_trunc('hour', now()) ELSE staff_id = ${staffId}::uuid END
      RETURNING *)
    SELECT taken.staff_id AS "staffId", staff.name, sum(taken.count)::int AS count,
      min(taken.first_at) AS "firstAt", max(taken.last_at) AS "lastAt"
    FROM taken JOIN staff ON staff.id = taken.staff_id GROUP BY taken.staff_id, staff.name ORDER BY 4`;
}
