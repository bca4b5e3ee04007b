"use client";

import { ChevronDown } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Menu } from "@/components/menu/menu";
import { useRouter } from "@/components/navigation/use-router";
import { chipStyle } from "./filter-chip";
import { useFilterHref } from "./use-filter-href";

interface FilterMenuProps {
  label: string;
  param: string;
  options: readonly { key: string; text: string }[];
  /** The label of "no filter". */
  any: string;
  /** Parameters to drop with another choice. */
  resets?: readonly string[];
}

const ANY = "";

/**
 * A filter with one of several values, in the URL: dashed while it is off, filled and with its choice while it is on.
 */
export function FilterMenu({ label, param, options, any, resets = [] }: FilterMenuProps) {
  const t = useTranslations("common");
  const router = useRouter();
  const filterHref = useFilterHref();
  const params = useSearchParams();
  const [, start] = useTransition();
  const current = params.get(param) ?? ANY;
  const active = options.find(({ key }) => key === current);
  const choose = (key: string) => {
    const without = Object.fromEntries(resets.map((name) => [name, null]));
    start(() => router.push(filterHref({ ...without, [param]: key }), { scroll: false }));
  };
  return (
    <Menu
      placement="bottom start"
      triggerClassName={chipStyle(active !== undefined)}
      trigger={
        <>
          {active === undefined ? label : t("filterOn", { label, choice: active.text })}
          <ChevronDown aria-hidden="true" className="size-3.5" />
        </>
      }
      entries={[
        {
          title: label,
          options: [{ key: ANY, text: any }, ...options],
          selected: active?.key ?? ANY,
          onSelect: choose,
        },
      ]}
    />
  );
}
