import { recordAudit } from "@/lib/audit/record";
import { newSecret } from "@/lib/crypto/secrets";
import type { Scope } from "@/lib/db/access/scope";
import { isTooWeak } from "@/lib/sites/addresses/weakness";
import type { SettingsDependencies } from "@/lib/sites/settings/change-settings";
import { createSite } from "./create-site";
import { findPartner } from "./sites-store";

/** A site to add, as typed and read. */
export interface SiteToAdd {
  readonly name: string;
  readonly domain: string;
  readonly language: "en" | "fr";
  readonly supportContact: string | null;
  /** 64 characters, as the BankStore shows it. */
  readonly partnerId: string;
  /** The secret that the bank's hash is computed with; null where that is the partner ID. */
  readonly partnerRef: string | null;
  readonly allowedIps: readonly string[];
}

/** A new site with its webhook key, which is stored nowhere: show it now or never. */
export type Added =
  | { readonly ok: true; readonly siteId: string; readonly webhookKey: string }
  | { readonly ok: false; readonly problem: "partner_taken" | "too_weak" };

/** Adds a site. It takes deliveries here at once, and in other processes within ten seconds. */
export async function addSite(
  scope: Scope,
  { database, keys, sites, policy }: SettingsDependencies,
  site: SiteToAdd,
): Promise<Added> {
  if (!scope.beyondSites) throw new Error("whoever is limited to some sites adds none");
  const partnerRef = site.partnerRef ?? site.partnerId;
  const publicRef = partnerRef === site.partnerId;
  if (isTooWeak({ publicRef, allowedIps: site.allowedIps }, policy))
    return { ok: false, problem: "too_weak" };
  const webhookKey = newSecret();
  const added = await database.prisma.$transaction(async (tx): Promise<Added> => {
    if (await findPartner(scope, tx, site.partnerId)) return { ok: false, problem: "partner_taken" };
    const siteId = await createSite(tx, keys.ring, { ...site, partnerRef, webhookKey });
    const { name, domain, partnerId } = site;
    const details = { name, domain, partnerId, public: publicRef, allowedIps: site.allowedIps.join(", ") };
    const target = { siteId, targetType: "site", targetId: siteId } as const;
    await recordAudit(scope, tx, keys, { action: "site.added", outcome: "done", ...target, details });
    return { ok: true, siteId, webhookKey };
  });
  if (added.ok) sites.clear();
  return added;
}
