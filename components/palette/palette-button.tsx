"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { LatePart, makeLate } from "@/components/first-load/late";
import { opensPalette } from "@/components/shell/palette-key";
import type { PaletteProps } from "./palette";
import type { Place } from "./places";

const PALETTE = makeLate<PaletteProps>(async () => (await import("./palette")).Palette);

export const fetchPalette = PALETTE.fetchAhead;

/** Opens the palette: by a click, and with Ctrl or ⌘ and K from anywhere. */
export function PaletteButton({ places }: { places: readonly Place[] }) {
  const t = useTranslations("palette");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!opensPalette(event)) return;
      event.preventDefault();
      setOpen((before) => !before);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        onPointerEnter={fetchPalette}
        onFocus={fetchPalette}
        onClick={() => setOpen(true)}
        className="mb-2 flex w-full items-center gap-2.5 rounded-control border border-line-strong bg-panel px-2 py-1.5 text-left text-dim hover:bg-hover hover:text-ink"
      >
        <Search aria-hidden="true" strokeWidth={1.75} className="size-4 shrink-0" />
        <span className="grow">{t("open")}</span>
        <span aria-hidden="true" className="max-[900px]:hidden">
          <kbd className="rounded-[5px] border border-b-2 border-line px-1.5 font-mono text-[11px]/4 font-medium text-faint">
            {t("keys")}
          </kbd>
        </span>
      </button>
      {open && (
        <LatePart
          part={PALETTE}
          props={{ places, isOpen: open, onOpenChange: setOpen }}
          onGiveUp={() => setOpen(false)}
        />
      )}
    </>
  );
}
