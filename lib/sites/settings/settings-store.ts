import { type Scope, siteIdWhere } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { SiteSettings } from "./settings-schema";

const COLUMNS = {
  name: true,
  domain: true,
  language: true,
  supportContact: true,
  allowedIps: true,
  stalenessMode: true,
  stalenessSeconds: true,
} as const;

/** A site as its settings page shows it. */
export interface SiteWithSettings extends SiteSettings {
  readonly id: string;
  readonly partnerId: string;
}

/** The oldest site in scope, or null if there is none. */
export async function findSiteSettings(scope: Scope, db: Db): Promise<SiteWithSettings | null> {
  const site = await db.site.findFirst({
    where: siteIdWhere(scope),
    orderBy: { createdAt: "asc" },
    select: { ...COLUMNS, id: true, partnerId: true },
  });
  return site === null ? null : { ...site, ...narrow(site) };
}

/** The changeable settings of a site, or null if it is out of scope. */
export async function readSiteSettings(scope: Scope, db: Db, siteId: string): Promise<SiteSettings | null> {
  const site = await db.site.findFirst({
    where: { AND: [{ id: siteId }, siteIdWhere(scope)] },
    select: COLUMNS,
  });
  return site === null ? null : { ...site, ...narrow(site) };
}

/** Writes a site's settings. */
export async function updateSiteSettings(
  scope: Scope,
  tx: Db,
  siteId: string,
  settings: SiteSettings,
): Promise<void> {
  await tx.site.updateMany({
    where: { AND: [{ id: siteId }, siteIdWhere(scope)] },
    data: { ...settings, allowedIps: [...settings.allowedIps] },
  });
}

/** These columns are text in the database. */
function narrow(site: { language: string; stalenessMode: string }) {
  return {
    language: site.language === "fr" ? "fr" : "en",
    stalenessMode: site.stalenessMode === "refuse" ? "refuse" : "warn",
  } as const;
}
