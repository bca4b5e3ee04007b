"use client";

import { useTranslations } from "next-intl";
import { Td, Th } from "@/components/ui/table";
import { useShowsSeveral, useSites } from "./sites-context";

/** The head of the column of sites, where more than one is shown. */
export function SiteHead({ className }: { className?: string }) {
  const t = useTranslations("sites");
  return useShowsSeveral() ? <Th className={className}>{t("site")}</Th> : null;
}

/** The site of a row, where more than one is shown. */
export function SiteCell({ siteId, className = "" }: { siteId: string | null; className?: string }) {
  const name = useSites().find(({ id }) => id === siteId)?.name ?? "—";
  return <NameCell name={name} className={className} />;
}

/** The sites of a row that may have several, where more than one is shown. `siteIds` is empty for all there are. */
export function SitesCell({ siteIds, className = "" }: { siteIds: readonly string[]; className?: string }) {
  const t = useTranslations("sites.switcher");
  const names = useSites().flatMap(({ id, name }) => (siteIds.includes(id) ? [name] : []));
  return <NameCell name={siteIds.length === 0 ? t("all") : names.join(", ") || "—"} className={className} />;
}

function NameCell({ name, className }: { name: string; className: string }) {
  return useShowsSeveral() ? (
    <Td className={`${className} max-w-[160px] truncate text-dim`} title={name} phone="hidden">
      <bdi>{name}</bdi>
    </Td>
  ) : null;
}
