"use client";

import { usePathname } from "next/navigation";
import { navigationTarget } from "@/components/shell/navigation";
import { filterHref } from "./href";

/**
 * The URL of this list with other filters, for what somebody does now; null removes one. What was asked for a moment ago
 * and has not come yet counts, and so does what has come since the list was drawn.
 */
export function useFilterHref(): (changes: Readonly<Record<string, string | null>>) => string {
  const path = usePathname();
  return (changes) => {
    const target = navigationTarget();
    const search = target?.pathname === path ? target.search : window.location.search;
    return filterHref(path, Object.fromEntries(new URLSearchParams(search)), changes);
  };
}
