import { inScope, type Scope, type SystemScope, siteIdWhere } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { ConnectSettings } from "./settings-schema";

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
