import { inScope, type Scope, type SystemScope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { STANDING_LOCK } from "@/lib/db/locks";
import { tryLock } from "@/lib/db/take-lock";
import { STANDINGS, type Standing } from "./standing";

/**
 * Adds to the counts of standings, for the statement or transaction that changes them. Nobody waits for anybody: each
 * adds rows of its own, which are summed when they are read and folded in the background.
 *
 * @param changes a query of `site_id`, `standing` and `n`
 */
export function addStandings(changes: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO standing_counts (site_id, standing, n)
    SELECT c.site_id, c.standing, sum(c.n)::int FROM (${changes}) c GROUP BY 1, 2 HAVING sum(c.n) <> 0`;
}

/** How many linked users have each standing. A site that was never counted is counted now. */
export async function countStandings(scope: Scope, db: Db): Promise<Readonly<Record<Standing, number>>> {
  const rows = await db.$queryRaw<{ standing: Standing; count: number }[]>`
    SELECT c.standing, sum(c.n)::int AS count FROM sites s LEFT JOIN standing_repairs r ON r.site_id = s.id
    CROSS JOIN LATERAL (
      SELECT k.standing, k.n FROM standing_counts k WHERE k.site_id = s.id AND r.site_id IS NOT NULL
      UNION ALL
      SELECT u.standing, count(*) FROM linked_users u WHERE u.site_id = s.id AND r.site_id IS NULL GROUP BY 1
    ) c WHERE ${inScope(scope, "s.id")} GROUP BY 1`;
  const counts = new Map(rows.map(({ standing, count }) => [standing, count]));
  return Object.fromEntries(STANDINGS.map((standing) => [standing, counts.get(standing) ?? 0])) as Record<
    Standing,
    number
  >;
}

/** Sums up what was added, into a row for each site and standing. @returns false if another process is at it */
export async function foldStandings(_: SystemScope, tx: Db): Promise<boolean> {
  if (!(await tryLock(tx, STANDING_LOCK))) return false;
  // A row that is added meanwhile is neither summed nor removed.
  await tx.$executeRaw`
    WITH gone AS (
      DELETE FROM standing_counts WHERE (site_id, standing) IN (
        SELECT site_id, standing FROM standing_counts GROUP BY 1, 2 HAVING count(*) > 1
      ) RETURNING site_id, standing, n
    )
    ${addStandings(Prisma.sql`SELECT * FROM gone`)}`;
  return true;
}

/**
 * Counts the users of each site that is due, in one statement and so by one snapshot: whoever changes a standing
 * meanwhile is not in it, nor are their rows. The lock keeps a fold from writing sums that this does not see.
 *
 * @param dueBefore of sites counted before this; null for every site
 * @returns false if another process is at it
 */
export async function countAgain(_: SystemScope, tx: Db, dueBefore: Date | null): Promise<boolean> {
  if (!(await tryLock(tx, STANDING_LOCK))) return false;
  await tx.$executeRaw`
    WITH due AS (
      SELECT s.id FROM sites s LEFT JOIN standing_repairs r ON r.site_id = s.id
      WHERE r.site_id IS NULL OR ${dueBefore}::timestamptz IS NULL OR r.counted_at < ${dueBefore}
    ), gone AS (
      DELETE FROM standing_counts k USING due d WHERE k.site_id = d.id
    ), counted AS (
      ${addStandings(Prisma.sql`SELECT u.site_id, u.standing, 1 AS n FROM linked_users u JOIN due d ON d.id = u.site_id`)}
    )
    INSERT INTO standing_repairs AS r (site_id, counted_at) SELECT id, now() FROM due
    ON CONFLICT (site_id) DO UPDATE SET counted_at = excluded.counted_at`;
  return true;
}
