/** What a site does: everything; no links any more; nothing any more. */
export type SiteState = "open" | "ended" | "closed";

/** What a site may become: closed only once it has ended, and open again at any time. */
export const NEXT_STATES: Readonly<Record<SiteState, readonly SiteState[]>> = {
  open: ["ended"],
  ended: ["closed", "open"],
  closed: ["open"],
};

/** What a site does now. */
export function stateOfSite(site: {
  readonly endedAt: Date | null;
  readonly closedAt: Date | null;
}): SiteState {
  if (site.closedAt !== null) return "closed";
  return site.endedAt === null ? "open" : "ended";
}
