"use client";

import { useTranslations } from "next-intl";
import { useSites } from "@/components/sites/sites-context";
import type { MemberSites } from "@/lib/staff/members/member-sites";

/** The sites that somebody sees, by name where the reader sees them too. */
export function SiteNames({ everySite, siteIds }: MemberSites) {
  const t = useTranslations("staff");
  const sites = useSites();
  if (everySite) return t("allSites");
  const names = sites.filter(({ id }) => siteIds.includes(id)).map(({ name }) => name);
  const others = siteIds.length - names.length;
  const shown = others > 0 ? [...names, t("sitesOf.more", { count: others })] : names;
  return <span className="whitespace-normal">{shown.join(", ")}</span>;
}
