"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { filterHref } from "./href";

/** Gives the address of this list with other filters; null takes one off. */
export function useFilterHref(): (changes: Readonly<Record<string, string | null>>) => string {
  const path = usePathname();
  const params = useSearchParams();
  return (changes) => filterHref(path, Object.fromEntries(params), changes);
}
