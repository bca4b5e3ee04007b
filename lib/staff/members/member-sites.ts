import { may } from "@/lib/db/access/permissions";
import type { Scope, StaffRole } from "@/lib/db/access/scope";

/** The sites that a member of staff sees: every one, later ones too, or those that are named. */
export interface MemberSites {
  readonly everySite: boolean;
  readonly siteIds: readonly string[];
}

export const EVERY_SITE: MemberSites = { everySite: true, siteIds: [] };

/** The sites of whoever acts. */
export function sitesOfScope(reach: Scope): MemberSites {
  const everySite = reach.beyondSites || reach.sites === "all";
  return { everySite, siteIds: reach.sites === "all" ? [] : reach.sites };
}

/** Whether somebody sees all sites that another sees: nobody gives, changes or takes away what they lack. */
export function includesSites(holder: MemberSites, other: MemberSites): boolean {
  if (holder.everySite) return true;
  return !other.everySite && other.siteIds.every((id) => holder.siteIds.includes(id));
}

/** Whether a role may be limited to some sites: owners answer for all of them, so that the last one can. */
export function suitsRole({ everySite, siteIds }: MemberSites, role: StaffRole): boolean {
  return everySite || (!may({ role }, "staff:owners") && siteIds.length > 0);
}

/** Sites as the audit trail has them. */
export function writeSites({ everySite, siteIds }: MemberSites): string {
  return everySite ? "all" : siteIds.join(", ");
}
