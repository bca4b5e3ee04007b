"use client";

import { ChevronsUpDown, Globe } from "lucide-react";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { Menu } from "@/components/menu/menu";
import { SITE_PARAM } from "@/components/navigation/kept-site";
import { useKeptSite } from "@/components/navigation/use-kept-site";
import { useSites } from "./sites-context";

const ALL = "all";
/** What belongs to a row of one site leads to its list when the site changes. */
const DETAIL = /^(\/(?:users|transactions|settings))\/.*[\da-f]{8}-[\da-f]{4}-.*$/;

/** Which site the pages show, in the rail: one, or all that the reader may see. */
export function SiteSwitcher() {
  const t = useTranslations("sites.switcher");
  const sites = useSites();
  const path = usePathname();
  const kept = useKeptSite();
  if (sites.length < 2 && kept === null) return null;
  const name = sites.find(({ id }) => id === kept)?.name ?? t("all");
  const choose = (key: string) => {
    const list = path.replace(DETAIL, "$1");
    // No soft navigation: what the page has of other sites must go, and its live stream with it.
    window.location.assign(key === ALL ? list : `${list}?${SITE_PARAM}=${key}`);
  };
  return (
    <div className="pb-3">
      <Menu
        label={t("label", { name })}
        placement="bottom start"
        triggerClassName="flex w-full items-center gap-2 rounded-control border border-line bg-panel px-2.5 py-1.5 text-left text-table hover:bg-hover"
        trigger={
          <>
            <Globe aria-hidden="true" strokeWidth={1.75} className="size-4 shrink-0 text-dim" />
            <bdi className="min-w-0 grow truncate">{name}</bdi>
            <ChevronsUpDown aria-hidden="true" className="size-4 shrink-0 text-faint" />
          </>
        }
        entries={[
          {
            title: t("title"),
            options: [
              { key: ALL, text: t("all") },
              ...sites.map(({ id, name: text, isEnded }) => ({
                key: id,
                text: isEnded ? t("ended", { name: text }) : text,
              })),
            ],
            selected: kept ?? ALL,
            onSelect: choose,
          },
        ]}
      />
    </div>
  );
}
