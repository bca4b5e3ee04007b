"use client";

import { useEffect } from "react";

/** Longer than a page takes to settle, shorter than somebody takes to press a first button. */
const SETTLED_MS = 1_500;

/** Fetches what dialogs and menus are drawn with, once the page has settled: whoever opens one does not wait for it. */
export function LateParts() {
  useEffect(() => {
    const timer = setTimeout(() => {
      // Without them now, they are asked for again when somebody opens one.
      void import("@/components/controls/dialog-frame").catch(() => undefined);
      void import("@/components/menu/menu-list").catch(() => undefined);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, []);
  return null;
}
