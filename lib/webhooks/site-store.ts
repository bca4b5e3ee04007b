import type { Db, Prisma } from "@/lib/db/client";

const RECEIVING = { id: true, partnerRefSealed: true, partnerRefPublic: true, allowedIps: true } as const;

/** The site whose callback URL carries the key with this SHA-256, or null. */
export async function findSiteByKeyHash(db: Db, webhookKeyHash: Uint8Array<ArrayBuffer>) {
  return db.site.findUnique({
    where: { webhookKeyHash },
    select: RECEIVING,
  });
}

/** The same of the site with this id. */
export async function findSiteById(db: Db, id: string) {
  return db.site.findUnique({ where: { id }, select: RECEIVING });
}

/** Writes a new site. */
export async function insertSite(db: Db, data: Prisma.SiteCreateInput): Promise<void> {
  await db.site.create({ data });
}

/** The oldest site, or null where there is none yet. */
export async function findFirstSite(db: Db) {
  return db.site.findFirst({ orderBy: { createdAt: "asc" } });
}
