"use client";

import { useEffect } from "react";
import { stepOf } from "@/components/ui/use-row-keys";

const ROWS = "#content tbody tr";
const TARGET = "a[href], button:not([disabled])";

/** `j` and `k` on lists whose rows open no drawer: they move the focus to the next and the previous row. */
export function ListKeys() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = stepOf(event);
      // A dialog over the page has keys of its own.
      if (step === null || document.querySelector("[role='dialog'], [role='alertdialog']") !== null) return;
      const targets = [...document.querySelectorAll(ROWS)].flatMap((row) => {
        const target = row.querySelector<HTMLElement>(TARGET);
        return target === null ? [] : { row, target };
      });
      const at = targets.findIndex(({ row }) => row.contains(document.activeElement));
      const next = targets[at === -1 ? 0 : at + step];
      if (next === undefined) return;
      event.preventDefault();
      next.target.focus({ preventScroll: true });
      next.row.scrollIntoView({ block: "nearest" });
    };
    // Of the window: after lists that open drawers, which listen on the document.
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return null;
}
