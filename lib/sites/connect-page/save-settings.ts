import { hash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { readLogo } from "./logo";
import type { ConnectSettings } from "./settings-schema";
import { readConnectSite, type StoredConnectSettings, writeConnectSite, writeLogo } from "./settings-store";

/** What was changed, or why nothing was. */
export type SavedConnectSettings<Problem extends string> =
  | { ok: true; changed: readonly string[] }
  | { ok: false; problem: Problem };

/** The revision of a site's connect page, so that a form knows which one it edits. */
export function connectRevisionOf(site: StoredConnectSettings): string {
  const { logoVersion: _, ...settings } = site;
  return hash("sha256", JSON.stringify(settings)).slice(0, 16);
}

/**
 * Changes a site's connect page; the names of changed fields are audited.
 *
 * @param order `revision` is that of the settings the person saw
 */
export async function saveConnectSettings(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  order: { readonly siteId: string; readonly revision: string; readonly settings: ConnectSettings },
): Promise<SavedConnectSettings<"not_found" | "changed_meanwhile">> {
  const { siteId, settings } = order;
  return database.prisma.$transaction(async (tx) => {
    const before = await readConnectSite(scope, tx, siteId, true);
    if (before === null) return { ok: false, problem: "not_found" };
    if (connectRevisionOf(before) !== order.revision) return { ok: false, problem: "changed_meanwhile" };
    const names = Object.keys(settings) as (keyof ConnectSettings)[];
    const changed = names.filter((name) => !isDeepStrictEqual(before[name], settings[name]));
    if (changed.length === 0) return { ok: true, changed };
    await writeConnectSite(scope, tx, siteId, settings);
    const target = { siteId, targetType: "site", targetId: siteId, details: { changed: changed.join(" ") } };
    await recordAudit(scope, tx, keys, { action: "connect_page.changed", outcome: "done", ...target });
    return { ok: true, changed };
  });
}

/** Sets a site's logo, or removes it if there are no bytes. */
export async function saveLogo(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  order: { readonly siteId: string; readonly bytes: Uint8Array<ArrayBuffer> | null },
): Promise<SavedConnectSettings<"not_found" | "not_a_logo">> {
  const { siteId, bytes } = order;
  const read = bytes === null ? null : readLogo(bytes);
  if (bytes !== null && read === null) return { ok: false, problem: "not_a_logo" };
  return database.prisma.$transaction(async (tx) => {
    const logo = bytes === null || read === null ? null : { bytes, type: read.type };
    if (!(await writeLogo(scope, tx, siteId, logo))) return { ok: false, problem: "not_found" };
    const target = { siteId, targetType: "site", targetId: siteId, details: { removed: logo === null } };
    await recordAudit(scope, tx, keys, { action: "connect_page.logo", outcome: "done", ...target });
    return { ok: true, changed: ["logo"] };
  });
}
