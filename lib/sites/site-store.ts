import { inScope, isOfSeveral, type Scope, type SystemScope, siteIdWhere } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { ConnectSettings } from "./connect-settings-schema";
import type { SiteSettings } from "./site-settings-schema";

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

/** Writes a new site. */
export async function insertSite(_: SystemScope, db: Db, data: Prisma.SiteCreateInput): Promise<void> {
  await db.site.create({ data });
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

/** The current settings of a site's connect page. */
export type StoredConnectSettings = ConnectSettings & {
  readonly siteId: string;
  /** Changes when the logo changes; null if there is none. */
  readonly logoVersion: string | null;
};

/**
 * The settings of a site's connect page, or of the first site if none is named; null if the scope has none. `lock`
 * locks it until the transaction ends.
 */
export async function readConnectSite(
  scope: Scope,
  db: Db,
  siteId: string | null = null,
  lock = false,
): Promise<StoredConnectSettings | null> {
  const [row] = await db.$queryRaw<StoredConnectSettings[]>`
    SELECT id AS "siteId", return_origin AS "returnOrigin", accent_colour AS "accentColour",
      privacy_url AS "privacyUrl", link_days AS "linkDays", script_hosts AS "scriptHosts",
      confirm_second_browser AS "confirmSecondBrowser", connect_words AS "connectWords",
      left(md5(logo), 12) AS "logoVersion"
    FROM sites s WHERE (${siteId}::uuid IS NULL OR id = ${siteId}::uuid) AND ${inScope(scope, "s.id")}
    ORDER BY created_at LIMIT 1 ${lock ? Prisma.sql`FOR NO KEY UPDATE` : Prisma.empty}`;
  return row ?? null;
}

/** Writes the settings of a site's connect page. @returns false if it is out of scope */
export async function writeConnectSite(
  scope: Scope,
  tx: Db,
  siteId: string,
  settings: ConnectSettings,
): Promise<boolean> {
  const { count } = await tx.site.updateMany({
    where: { AND: [{ id: siteId }, siteIdWhere(scope)] },
    data: { ...settings, scriptHosts: [...settings.scriptHosts], connectWords: { ...settings.connectWords } },
  });
  return count === 1;
}

/** Writes or removes a site's logo. @returns false if the site is out of scope */
export async function writeLogo(
  scope: Scope,
  tx: Db,
  siteId: string,
  logo: { bytes: Uint8Array<ArrayBuffer>; type: string } | null,
): Promise<boolean> {
  const { count } = await tx.site.updateMany({
    where: { AND: [{ id: siteId }, siteIdWhere(scope)] },
    data: { logo: logo?.bytes ?? null, logoType: logo?.type ?? null },
  });
  return count === 1;
}

/** A site's logo for its connect page, or null. */
export async function findLogo(scope: Scope, db: Db, siteId: string) {
  return db.site.findFirst({
    where: { AND: [{ id: siteId }, siteIdWhere(scope)] },
    select: { logo: true, logoType: true },
  });
}

/** Hosts that the connect page of any site may load scripts from, besides the bank's. */
export async function listScriptHosts(_: SystemScope, db: Db): Promise<string[]> {
  const rows = await db.site.findMany({
    where: { NOT: { scriptHosts: { isEmpty: true } } },
    select: { scriptHosts: true },
  });
  return [...new Set(rows.flatMap(({ scriptHosts }) => scriptHosts))];
}
