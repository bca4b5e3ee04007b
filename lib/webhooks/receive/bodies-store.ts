import type pg from "pg";
import type { SystemScope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { isPartitionMissing, makePartitions, monthOf, monthOfId } from "@/lib/db/partitions";

/** How many months ahead partitions are created. */
const MONTHS_AHEAD = 3;

const PLACE = "FROM delivery_bodies b WHERE b.id = COALESCE(d.body_id, d.id)";

/** The sealed body of a delivery `d`, for a select list; null where it was removed. */
export const BODY_SEALED = `(SELECT b.sealed ${PLACE})`;

/** The same, but without bytes where a condition holds; null all the same where it was removed. */
export const bodySealedUnless = (condition: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(SELECT CASE WHEN ${condition} THEN ''::bytea ELSE b.sealed END ${Prisma.raw(PLACE)})`;

/** Creates the partitions of this month and the next ones, by the clock that ids are made with. */
export async function makeComingMonths(_: SystemScope, db: Db): Promise<void> {
  const now = new Date();
  const months = Array.from({ length: MONTHS_AHEAD + 1 }, (_, later) => monthOf(now, later));
  await db.$executeRawUnsafe(makePartitions("delivery_bodies", months));
}

/** Creates the partitions that bodies with these ids need, before a transaction stores them. */
export async function makeRoomForBodies(_: SystemScope, tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.$executeRawUnsafe(makePartitions("delivery_bodies", ids.map(monthOfId)));
}

/**
 * Stores bodies outside a transaction. If a partition is missing (nobody created it in time, or a clock is wrong), it
 * is created and the bodies are stored again: neither may cost a notification.
 */
export async function storeBodies<Result>(
  pool: pg.Pool,
  ids: readonly string[],
  store: () => Promise<Result>,
): Promise<Result> {
  try {
    return await store();
  } catch (error) {
    if (!isPartitionMissing(error, "delivery_bodies")) throw error;
    await pool.query(makePartitions("delivery_bodies", ids.map(monthOfId)));
    return store();
  }
}
