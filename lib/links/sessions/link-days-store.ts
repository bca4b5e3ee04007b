import { type Scope, siteIdWhere } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** Whether a site makes no links any more. */
export async function hasEnded(scope: Scope, db: Db, siteId: string): Promise<boolean> {
  return (await readLinkDays(scope, db, siteId))?.hasEnded === true;
}

/** How many days a new link of a site works, and whether it makes any. */
export async function readLinkDays(
  scope: Scope,
  db: Db,
  siteId: string,
): Promise<{ readonly days: number; readonly hasEnded: boolean } | null> {
  const where = { AND: [{ id: siteId }, siteIdWhere(scope)] };
  const site = await db.site.findFirst({ where, select: { linkDays: true, endedAt: true } });
  return site === null ? null : { days: site.linkDays, hasEnded: site.endedAt !== null };
}
