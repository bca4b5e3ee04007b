import { Prisma } from "@/lib/db/generated/client";
import { inScope, type Scope } from "./scope";

/** A list that each site has an index for: (site_id, at DESC, id DESC). Names are written by us, never by a caller's user. */
export interface SiteList {
  /** Tables and joins, as after FROM. */
  readonly from: Prisma.Sql;
  /** The alias there of the table that is listed. */
  readonly row: string;
  /** Its column that orders the list. */
  readonly at: string;
}

/**
 * The ids of the newest rows of a scope: of each site its own newest, by the site's index, and of those the newest.
 * Asked for together, rows of several sites are in the order of no index, and all of them would be read.
 */
export function newestOfSites(
  scope: Scope,
  list: SiteList,
  where: Prisma.Sql,
  limit: number | null,
): Prisma.Sql {
  const [id, at, siteId] = ["id", list.at, "site_id"].map((column) => Prisma.raw(`${list.row}.${column}`));
  return Prisma.sql`
    SELECT p.id FROM sites s CROSS JOIN LATERAL (
      SELECT ${id}, ${at} AS at FROM ${list.from} WHERE ${siteId} = s.id AND ${where}
      ORDER BY ${at} DESC, ${id} DESC LIMIT ${limit}
    ) p WHERE ${inScope(scope, "s.id")} ORDER BY p.at DESC, p.id DESC LIMIT ${limit}`;
}
