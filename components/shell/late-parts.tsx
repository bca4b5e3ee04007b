"use client";

import { useEffect } from "react";
import { fetchDialogs } from "@/components/controls/dialog";
import { fetchMenus } from "@/components/menu/menu";
import { fetchPalette } from "@/components/palette/palette-button";

/** Longer than a page takes to settle. */
const SETTLED_MS = 1_000;

/** Fetches what is opened later, once the page has settled: who opens it does not wait for it. */
export function LateParts() {
  useEffect(() => {
    const timer = setTimeout(() => {
      fetchDialogs();
      fetchMenus();
      fetchPalette();
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, []);
  return null;
}
