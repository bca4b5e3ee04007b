import { recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import { lockSite } from "@/lib/sites/credentials/credentials-store";
import type { SettingsDependencies } from "@/lib/sites/settings/change-settings";
import { NEXT_STATES, type SiteState } from "./site-state";
import { readSiteState, writeSiteState } from "./sites-store";

/** `changed_meanwhile`: it did something else by then than whoever asked had seen. */
export type SiteStateChange =
  | { readonly ok: true }
  | { readonly ok: false; readonly problem: "not_found" | "changed_meanwhile" };

const ACTIONS = { ended: "site.ended", closed: "site.closed", open: "site.reopened" } as const;

/**
 * Ends a site: it makes no links, and those that exist do not work. Its callback takes deliveries until it is closed,
 * since the bank still sends them. Nothing is deleted, and both can be undone.
 */
export async function changeSiteState(
  scope: Scope,
  { database, keys, sites }: SettingsDependencies,
  { siteId, from, to }: { readonly siteId: string; readonly from: SiteState; readonly to: SiteState },
): Promise<SiteStateChange> {
  const change = await database.prisma.$transaction(async (tx): Promise<SiteStateChange> => {
    const isHere = (await lockSite(scope, tx, siteId)) !== null;
    const state = isHere ? await readSiteState(scope, tx, siteId) : null;
    if (state === null) return { ok: false, problem: "not_found" };
    if (state !== from || !NEXT_STATES[state].includes(to))
      return { ok: false, problem: "changed_meanwhile" };
    await writeSiteState(scope, tx, siteId, to);
    const target = { siteId, targetType: "site", targetId: siteId } as const;
    await recordAudit(scope, tx, keys, { action: ACTIONS[to], outcome: "done", ...target });
    return { ok: true };
  });
  if (change.ok) sites.clear();
  return change;
}
