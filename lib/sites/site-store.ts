import type { Db, Prisma } from "@/lib/db/client";

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
  db: Db,
  keyHash: Uint8Array<ArrayBuffer>,
): Promise<ReceivingRow | null> {
  const found = await db.siteCredential.findUnique({
    where: { keyHash },
    select: { site: { select: RECEIVING } },
  });
  return found?.site ?? null;
}

/** All sites: there are few. */
export async function listReceivingSites(db: Db): Promise<ReceivingRow[]> {
  return db.site.findMany({ select: RECEIVING });
}

/** The site with this id, or null. */
export async function findSiteById(db: Db, id: string): Promise<ReceivingRow | null> {
  return db.site.findFirst({ where: { id }, select: RECEIVING });
}

/** Writes a new site. */
export async function insertSite(db: Db, data: Prisma.SiteCreateInput): Promise<void> {
  await db.site.create({ data });
}

/** The oldest site with its credentials, or null if there is none yet. */
export async function findFirstSite(db: Db) {
  return db.site.findFirst({
    orderBy: { createdAt: "asc" },
    include: { credentials: { orderBy: { slot: "asc" } } },
  });
}
