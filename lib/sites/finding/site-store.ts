import { isOfSeveral, type Scope, type SystemScope, siteIdWhere } from "@/lib/db/access/scope";
import type { Db, Prisma } from "@/lib/db/connect/client";

const RECEIVING = {
  id: true,
  allowedIps: true,
  stalenessMode: true,
  stalenessSeconds: true,
  credentials: { orderBy: { slot: "asc" } },
} as const satisfies Prisma.SiteSelect;

/** A site as needed to check deliveries; its current credentials come before the previous ones. */
export type ReceivingRow = Prisma.SiteGetPayload<{ select: typeof RECEIVING }>;

/** The site with a callback URL whose key has this SHA-256, or null. */
export async function findSiteByKeyHash(
  _: SystemScope,
  db: Db,
  keyHash: Uint8Array<ArrayBuffer>,
): Promise<ReceivingRow | null> {
  const found = await db.siteCredential.findUnique({
    where: { keyHash },
    select: { site: { select: RECEIVING } },
  });
  return found?.site ?? null;
}

/** All sites whose callbacks take deliveries: there are few. */
export async function listReceivingSites(_: SystemScope, db: Db): Promise<ReceivingRow[]> {
  return db.site.findMany({ where: { closedAt: null }, select: RECEIVING });
}

/** Sites of a scope, oldest first: there are few of them. */
export async function listSiteIds(scope: Scope, db: Db): Promise<string[]> {
  const sites = await db.site.findMany({
    where: siteIdWhere(scope),
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  return sites.map(({ id }) => id);
}

/** The site with this id, or null. */
export async function findSiteById(_: SystemScope, db: Db, id: string): Promise<ReceivingRow | null> {
  return db.site.findFirst({ where: { id }, select: RECEIVING });
}

/** The oldest site with its credentials, or null if there is none yet. */
export async function findFirstSite(scope: Scope, db: Db) {
  return db.site.findFirst({
    where: siteIdWhere(scope),
    orderBy: { createdAt: "asc" },
    include: { credentials: { orderBy: { slot: "asc" } } },
  });
}

/** The only site of a scope with its credentials; null if it has none, or several and nobody chose one. */
export async function findOnlySite(scope: Scope, db: Db) {
  return isOfSeveral(scope) ? null : findFirstSite(scope, db);
}
