"use client";

import { ChevronDown } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useOptimistic, useTransition } from "react";
import { Menu } from "@/components/menu/menu";
import { useRouter } from "@/components/navigation/use-router";
import { chipStyle } from "./filter-chip";
import { useFilterHref } from "./use-filter-href";

interface FilterChoicesProps {
  label: string;
  param: string;
  options: readonly { key: string; text: string }[];
}

/** A filter with several values at once, in the URL with commas between them. The menu stays open while one chooses. */
export function FilterChoices({ label, param, options }: FilterChoicesProps) {
  const t = useTranslations("common");
  const router = useRouter();
  const filterHref = useFilterHref();
  const [, start] = useTransition();
  // Chosen at once: who chooses a second one does not wait for the list.
  const [given, setGiven] = useOptimistic<readonly string[]>((useSearchParams().get(param) ?? "").split(","));
  const chosen = options.filter(({ key }) => given.includes(key));
  const choose = (keys: readonly string[]) =>
    start(() => {
      setGiven(keys);
      router.push(filterHref({ [param]: keys.join(",") }), { scroll: false });
    });
  return (
    <Menu
      trigger={
        <>
          {chosen.length === 0
            ? label
            : t("filterOn", { label, choice: chosen.length === 1 ? (chosen[0]?.text ?? "") : chosen.length })}
          <ChevronDown aria-hidden="true" className="size-3.5" />
        </>
      }
      triggerClassName={chipStyle(chosen.length > 0)}
      placement="bottom start"
      entries={[{ title: label, options, chosen: chosen.map(({ key }) => key), onChoose: choose }]}
    />
  );
}
