import { readEntry } from "./address";

/** What this process says about evidence: which bank it takes notifications from, and what its owner accepts. */
export interface EvidencePolicy {
  /** The bank is the simulated one on this machine. */
  readonly development: boolean;
  /** ANYTIME_ACCEPT_WEAK. */
  readonly acceptWeak: boolean;
}

/**
 * Whether a site would believe anybody: its hash is made with the public partner ID, and its list lets in
 * addresses that are nobody's in particular. Start refuses that against the real bank, and so do settings.
 *
 * @param site `publicRef` where any reference that is accepted is the partner ID
 */
export function isTooWeak(
  site: { readonly publicRef: boolean; readonly allowedIps: readonly string[] },
  policy: EvidencePolicy,
): boolean {
  if (!site.publicRef || policy.development || policy.acceptWeak) return false;
  return !checksAddresses(site.allowedIps, policy.development);
}

/** Whether a list tells the bank from strangers: one entry that everybody fits undoes the others. */
export function checksAddresses(allowedIps: readonly string[], development: boolean): boolean {
  const meanings = allowedIps.map((entry) => readEntry(entry, development));
  const open = meanings.some((meaning) => meaning === "everybody" || meaning === "wide");
  return !open && meanings.includes("evidence");
}
