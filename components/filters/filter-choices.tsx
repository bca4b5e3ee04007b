"use client";

import { Check, ChevronDown } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
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
  const given = (useSearchParams().get(param) ?? "").split(",");
  const [, start] = useTransition();
  const chosen = options.filter(({ key }) => given.includes(key));
  const choose = (keys: "all" | ReadonlySet<string | number>) => {
    const wanted = options.filter(({ key }) => keys === "all" || keys.has(key)).map(({ key }) => key);
    start(() => router.push(filterHref({ [param]: wanted.join(",") }), { scroll: false }));
  };
  return (
    <MenuTrigger>
      <AriaButton className={chipStyle(chosen.length > 0)}>
        {chosen.length === 0
          ? label
          : t("filterOn", { label, choice: chosen.length === 1 ? (chosen[0]?.text ?? "") : chosen.length })}
        <ChevronDown aria-hidden="true" className="size-3.5" />
      </AriaButton>
      <Popover
        placement="bottom start"
        offset={6}
        className="min-w-[200px] overflow-y-auto rounded-panel border border-line bg-panel p-1 shadow-float"
      >
        <Menu
          aria-label={label}
          selectionMode="multiple"
          selectedKeys={chosen.map(({ key }) => key)}
          onSelectionChange={choose}
          className="outline-none"
        >
          {options.map(({ key, text }) => (
            <MenuItem
              key={key}
              id={key}
              textValue={text}
              className="flex cursor-pointer items-center gap-2 rounded-control px-2.5 py-1.5 text-table outline-none focus:bg-hover"
            >
              {({ isSelected }) => (
                <>
                  <span className="grow">{text}</span>
                  {isSelected && <Check aria-hidden="true" className="size-4 text-faint" />}
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
