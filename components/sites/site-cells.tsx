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
  return useShowsSeveral() ? (
    <Td className={`${className} max-w-[160px] truncate text-dim`} title={name} phone="hidden">
      <bdi>{name}</bdi>
    </Td>
  ) : null;
}
