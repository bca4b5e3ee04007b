"use client";

import { useSearchParams } from "next/navigation";
import { SITE_PARAM } from "./kept-site";

/** The site that this page's address names, or null. Whether its reader may see it, the server knows. */
export function useKeptSite(): string | null {
  return useSearchParams().get(SITE_PARAM);
}
