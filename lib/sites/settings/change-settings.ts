import { hash } from "node:crypto";
import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { type EvidencePolicy, isTooWeak } from "@/lib/sites/addresses/weakness";
import { lockSite } from "@/lib/sites/credentials/credentials-store";
import type { SiteCache } from "@/lib/sites/finding/site-cache";
import type { SettingsField, SiteSettings } from "./settings-schema";
import { readSiteSettings, updateSiteSettings } from "./settings-store";

/** What changing a site's settings needs. */
export interface SettingsDependencies {
  readonly database: Database;
  readonly keys: AuditKeys;
  readonly sites: SiteCache;
  readonly policy: EvidencePolicy;
}

/** The result: which fields were changed, or why none was. */
export type SettingsChange =
  | { ok: true; changed: readonly SettingsField[] }
  | { ok: false; problem: "not_found" | "changed_meanwhile" | "too_weak" };

const FIELDS: readonly SettingsField[] = [
  "name",
  "domain",
  "language",
  "supportContact",
  "allowedIps",
  "stalenessMode",
  "stalenessSeconds",
];

/** The revision of a site's settings, so that a form knows which one it edits. */
export function revisionOf(settings: SiteSettings): string {
  return hash("sha256", JSON.stringify(FIELDS.map((field) => settings[field]))).slice(0, 16);
}

/**
 * Changes a site's settings. The changes are audited with the old and the new values, none of which is secret. They
 * apply here at once, and in other processes within ten seconds.
 *
 * @param order `revision` is that of the settings the person saw
 */
export async function changeSiteSettings(
  scope: Scope,
  deps: SettingsDependencies,
  order: { readonly siteId: string; readonly revision: string; readonly settings: SiteSettings },
): Promise<SettingsChange> {
  const { siteId, settings } = order;
  const result = await deps.database.prisma.$transaction(async (tx): Promise<SettingsChange> => {
    const site = await lockSite(scope, tx, siteId);
    const old = site === null ? null : await readSiteSettings(scope, tx, siteId);
    if (site === null || old === null) return { ok: false, problem: "not_found" };
    if (revisionOf(old) !== order.revision) return { ok: false, problem: "changed_meanwhile" };
    const changed = FIELDS.filter((field) => asText(old[field]) !== asText(settings[field]));
    const publicRef = site.credentials.some(({ refPublic }) => refPublic);
    // Only what this change affects: a name can be corrected whatever the addresses are.
    if (
      changed.includes("allowedIps") &&
      isTooWeak({ publicRef, allowedIps: settings.allowedIps }, deps.policy)
    )
      return { ok: false, problem: "too_weak" };
    if (changed.length === 0) return { ok: true, changed };
    await updateSiteSettings(scope, tx, siteId, settings);
    await recordAudit(scope, tx, deps.keys, {
      action: "site.changed",
      outcome: "done",
      siteId,
      targetType: "site",
      targetId: siteId,
      details: Object.fromEntries(
        changed.flatMap((field) => [
          [`${field}.old`, asText(old[field])],
          [`${field}.new`, asText(settings[field])],
        ]),
      ),
    });
    return { ok: true, changed };
  });
  if (result.ok) deps.sites.clear();
  return result;
}

function asText(value: SiteSettings[SettingsField]): string | null {
  if (value === null || typeof value === "string") return value;
  return typeof value === "number" ? String(value) : value.join(", ");
}
