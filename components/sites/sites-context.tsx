"use client";

import { createContext, type ReactNode, use } from "react";
import { useKeptSite } from "@/components/navigation/use-kept-site";

/** A site as pages name it. */
export interface NamedSite {
  readonly id: string;
  readonly name: string;
  readonly isEnded: boolean;
}

const SitesContext = createContext<readonly NamedSite[]>([]);

/** Gives the pages below it the sites that their reader may see. */
export function SitesProvider({ sites, children }: { sites: readonly NamedSite[]; children: ReactNode }) {
  return <SitesContext value={sites}>{children}</SitesContext>;
}

/** The sites that the reader may see. */
export function useSites(): readonly NamedSite[] {
  return use(SitesContext);
}

/** Names the site of a row; null where the page shows one site, and no row must say its own. */
export function useSiteName(): (siteId: string | null) => string | null {
  const [sites, several] = [useSites(), useShowsSeveral()];
  return (siteId) => (several ? (sites.find(({ id }) => id === siteId)?.name ?? null) : null);
}

/** Whether the page shows more than one site, so that a row must say its own. */
export function useShowsSeveral(): boolean {
  const sites = useSites();
  return useKeptSite() === null && sites.length > 1;
}
