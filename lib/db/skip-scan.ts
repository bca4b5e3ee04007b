import { inScope, type Scope } from "./access/scope";
import { type Db, Prisma } from "./connect/client";

interface Skipped {
  /** Of a table `t` with a `site_id`. Names and condition are written by us, never by a user. */
  readonly table: string;
  readonly column: string;
  /** A condition of `t` under which an index has the column's values of a site in order. */
  readonly where: string;
  /** How many values of each site are looked for. */
  readonly most: number;
}

/** The values of a column that there are, in order: found by skipping through an index, one look for each. */
export async function readDistinct(
  scope: Scope,
  db: Db,
  { table, column, where, most }: Skipped,
): Promise<string[]> {
  const [from, name, indexed] = [Prisma.raw(`${table} t`), Prisma.raw(`t.${column}`), Prisma.raw(where)];
  const rows = await db.$queryRaw<{ name: string }[]>`
    WITH RECURSIVE seen (site_id, name, place) AS (
      SELECT s.id, (SELECT min(${name}) FROM ${from} WHERE t.site_id = s.id AND ${indexed}), 1
      FROM sites s WHERE ${inScope(scope, "s.id")}
      UNION ALL SELECT seen.site_id, (SELECT min(${name}) FROM ${from}
        WHERE t.site_id = seen.site_id AND ${indexed} AND ${name} > seen.name), seen.place + 1
      FROM seen WHERE seen.name IS NOT NULL AND seen.place < ${most}
    ) SELECT DISTINCT name FROM seen WHERE name IS NOT NULL ORDER BY name`;
  return rows.map((row) => row.name);
}
