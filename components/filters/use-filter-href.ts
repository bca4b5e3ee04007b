"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { navigationTarget } from "@/components/shell/navigation";
import { filterHref } from "./href";

/** The URL of this list with other filters; null removes one. What was asked for a moment ago and has not come yet counts. */
export function useFilterHref(): (changes: Readonly<Record<string, string | null>>) => string {
  const path = usePathname();
  const params = useSearchParams();
  return (changes) => {
    const target = navigationTarget();
    const asked = target?.pathname === path ? new URLSearchParams(target.search) : params;
    return filterHref(path, Object.fromEntries(asked), changes);
  };
}
