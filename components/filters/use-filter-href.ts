"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { filterHref } from "./href";

/** The URL of this list with other filters; null removes one. */
export function useFilterHref(): (changes: Readonly<Record<string, string | null>>) => string {
  const path = usePathname();
  const params = useSearchParams();
  return (changes) => filterHref(path, Object.fromEntries(params), changes);
}
