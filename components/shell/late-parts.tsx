"use client";

import { useEffect } from "react";
import { fetchDialogs } from "@/components/controls/dialog";
import { fetchMenus } from "@/components/menu/menu";

/** Longer than a page takes to settle. */
const SETTLED_MS = 1_000;

/**
 * Fetches what dialogs and menus are drawn with, once the page has settled: who opens one later does not wait for it,
 * and is told if it cannot come.
 */
export function LateParts() {
  useEffect(() => {
    const timer = setTimeout(() => void Promise.allSettled([fetchDialogs(), fetchMenus()]), SETTLED_MS);
    return () => clearTimeout(timer);
  }, []);
  return null;
}
