"use client";

import { Menu as MenuIcon, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { AccountMenu, type AccountMenuProps } from "./account-menu";
import { BrandMark } from "./brand-mark";
import { type RailItem, RailNav } from "./rail-nav";

interface RailProps extends AccountMenuProps {
  siteName: string;
  /** Below the name: the sandbox badge. */
  badge?: ReactNode;
  items: readonly RailItem[];
  /** How many deliveries and cards need attention. */
  attention?: number;
}

/** The navigation at the side; below 900 px a bar at the top with a menu. */
export function Rail({ siteName, badge, items, attention = 0, ...account }: RailProps) {
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
      <div className="flex items-center gap-2.5 px-4 py-2.5 min-[900px]:px-2 min-[900px]:pt-1 min-[900px]:pb-[18px]">
        <BrandMark />
        <span className="flex min-w-0 items-center gap-x-2.5 min-[900px]:flex-col min-[900px]:items-start">
          <span className="max-w-full truncate font-[620] tracking-[-0.01em]">{siteName}</span>
          {badge}
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
        <RailNav items={items} attention={attention} onNavigate={() => setOpen(false)} />
        <div className="pt-3 min-[900px]:mt-auto">
          <AccountMenu {...account} />
        </div>
      </div>
    </header>
  );
}
