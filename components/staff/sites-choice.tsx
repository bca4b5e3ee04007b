"use client";

import { useTranslations } from "next-intl";
import { useSites } from "@/components/sites/sites-context";
import type { MemberSites } from "@/lib/staff/members/member-sites";

interface SitesChoiceProps {
  value: MemberSites;
  /** Nobody gives what they lack: whoever is limited does not give every site. */
  mayGiveEvery: boolean;
  onChange: (sites: MemberSites) => void;
}

/** Which sites somebody sees: every one, or some of those that the reader sees. */
export function SitesChoice({ value, mayGiveEvery, onChange }: SitesChoiceProps) {
  const t = useTranslations("staff.sitesOf");
  const sites = useSites();
  const turn = (id: string, on: boolean) =>
    onChange({
      everySite: false,
      siteIds: [...value.siteIds.filter((each) => each !== id), ...(on ? [id] : [])],
    });
  const box = "mt-0.5 size-4 shrink-0 accent-accent";
  return (
    <fieldset className="flex flex-col gap-2.5">
      <legend className="mb-1.5 text-table font-medium">{t("legend")}</legend>
      {mayGiveEvery && (
        <label className="flex items-start gap-3 text-table">
          <input
            type="checkbox"
            checked={value.everySite}
            onChange={({ target }) => onChange({ everySite: target.checked, siteIds: [] })}
            className={box}
          />
          {t("every")}
        </label>
      )}
      {sites.map(({ id, name }) => (
        <label key={id} className="flex items-start gap-3 text-table">
          <input
            type="checkbox"
            checked={value.everySite || value.siteIds.includes(id)}
            disabled={value.everySite}
            onChange={({ target }) => turn(id, target.checked)}
            className={box}
          />
          <bdi className="min-w-0 [overflow-wrap:anywhere]">{name}</bdi>
        </label>
      ))}
    </fieldset>
  );
}
