import { type Scope, type SystemScope, siteIdWhere } from "@/lib/db/access/scope";
import type { Db, Prisma } from "@/lib/db/connect/client";
import { type SiteState, stateOfSite } from "./site-state";

/** A site as the list of them shows it. */
export interface ListedSite {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly partnerId: string;
  readonly createdAt: Date;
  /** Since when it makes no links. */
  readonly endedAt: Date | null;
  /** Since when its callback takes no deliveries. */
  readonly closedAt: Date | null;
}

/** Sites of a scope, oldest first. */
export async function listSites(scope: Scope, db: Db): Promise<ListedSite[]> {
  return db.site.findMany({
    where: siteIdWhere(scope),
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: {
      ...{ id: true, name: true, domain: true, partnerId: true },
      ...{ createdAt: true, endedAt: true, closedAt: true },
    },
  });
}

/** Whether a partner ID has a site. It is asked of all sites, since each partner ID has one. */
export async function findPartner(scope: Scope, tx: Db, partnerId: string): Promise<boolean> {
  if (!scope.beyondSites) return false;
  return (await tx.site.count({ where: { partnerId } })) > 0;
}

/** Writes a new site. */
export async function insertSite(_: SystemScope, db: Db, data: Prisma.SiteCreateInput): Promise<void> {
  await db.site.create({ data });
}

/** What a site does, as of a moment that its lock keeps; null if it is out of scope. */
export async function readSiteState(scope: Scope, tx: Db, siteId: string): Promise<SiteState | null> {
  const site = await tx.site.findFirst({
    where: { AND: [{ id: siteId }, siteIdWhere(scope)] },
    select: { endedAt: true, closedAt: true },
  });
  return site === null ? null : stateOfSite(site);
}

/** Writes what a site does. */
export async function writeSiteState(scope: Scope, tx: Db, siteId: string, state: SiteState): Promise<void> {
  const now = new Date();
  const open = { endedAt: null, closedAt: null };
  const data = state === "open" ? open : state === "ended" ? { ...open, endedAt: now } : { closedAt: now };
  await tx.site.updateMany({ where: { AND: [{ id: siteId }, siteIdWhere(scope)] }, data });
}
