"use client";

import { Menu as MenuIcon, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef, useState } from "react";
import { PaletteButton } from "@/components/palette/palette-button";
import type { Place } from "@/components/palette/places";
import { SiteSwitcher } from "@/components/sites/site-switcher";
import { Badge } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import { AccountMenu, type AccountMenuProps } from "./account-menu";
import { BrandMark } from "./brand-mark";
import { type RailItem, RailNav } from "./rail-nav";

interface RailProps extends AccountMenuProps {
  siteName: string;
  /** Says, below the name, that the bank is simulated. */
  sandbox: boolean;
  items: readonly RailItem[];
  /** Where the palette may lead. */
  places: readonly Place[];
  /** How many deliveries and cards need attention. */
  attention?: number;
}

/** The rail at the side; below 900 px a bar at the top whose menu unfolds. */
export function Rail({ siteName, sandbox, items, places, attention = 0, ...account }: RailProps) {
  const t = useTranslations("shell");
  const [open, setOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !open) return;
    setOpen(false);
    toggle.current?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape folds the menu from anywhere inside it
    <header
      onKeyDown={onKeyDown}
      className="border-line bg-bg max-[900px]:sticky max-[900px]:top-0 max-[900px]:z-20 max-[900px]:border-b min-[900px]:sticky min-[900px]:top-0 min-[900px]:flex min-[900px]:h-dvh min-[900px]:flex-col min-[900px]:overflow-y-auto min-[900px]:border-r min-[900px]:px-3 min-[900px]:py-4"
    >
      {/* The first stop of the Tab key: past the rail. */}
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-50 focus:rounded-control focus:bg-ink focus:px-3 focus:py-2 focus:text-bg"
      >
        {t("skip")}
      </a>
      <div className="flex items-center gap-2.5 px-4 py-2.5 max-[900px]:min-h-14 min-[900px]:px-2 min-[900px]:pt-1 min-[900px]:pb-[18px]">
        <BrandMark />
        <span className="flex min-w-0 items-center gap-x-2.5 min-[900px]:flex-col min-[900px]:items-start">
          <span className="max-w-full truncate font-[620] tracking-[-0.01em]">{siteName}</span>
          {sandbox && (
            <Badge tone="warn" outlined title={t("sandboxHint")}>
              {t("sandbox")}
            </Badge>
          )}
        </span>
        <button
          ref={toggle}
          type="button"
          aria-expanded={open}
          aria-controls="rail-menu"
          onClick={() => setOpen(!open)}
          className="ml-auto grid size-9 place-items-center rounded-control text-dim hover:bg-hover min-[900px]:hidden"
        >
          <span className="sr-only">{t("menu")}</span>
          {open ? (
            <X aria-hidden="true" className="size-5" />
          ) : (
            <MenuIcon aria-hidden="true" className="size-5" />
          )}
        </button>
      </div>
      <div
        id="rail-menu"
        className={classNames(
          "max-[900px]:max-h-[calc(100dvh-60px)] max-[900px]:overflow-y-auto max-[900px]:px-3 max-[900px]:pb-3 min-[900px]:flex min-[900px]:grow min-[900px]:flex-col",
          !open && "max-[900px]:hidden",
        )}
      >
        <SiteSwitcher />
        <PaletteButton places={places} />
        <RailNav items={items} attention={attention} onNavigate={() => setOpen(false)} />
        <div className="pt-3 min-[900px]:mt-auto">
          <AccountMenu {...account} />
        </div>
      </div>
    </header>
  );
}
