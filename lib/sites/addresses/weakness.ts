import { readEntry } from "./address";

/** What this process knows about evidence: which bank it receives from, and what its owner accepts. */
export interface EvidencePolicy {
  /** The bank is simulated, on this machine. */
  readonly development: boolean;
  /** ANYTIME_ACCEPT_WEAK. */
  readonly acceptWeak: boolean;
}

/**
 * Whether a site would trust anybody: its hash is computed with the public partner ID, and its list lets in addresses
 * that anybody could have. Start refuses that against the real bank, and so do settings.
 *
 * @param site `publicRef` if any accepted reference is the partner ID
 */
export function isTooWeak(
  site: { readonly publicRef: boolean; readonly allowedIps: readonly string[] },
  policy: EvidencePolicy,
): boolean {
  if (!site.publicRef || policy.development || policy.acceptWeak) return false;
  return !checksAddresses(site.allowedIps, policy.development);
}

/** Whether a list tells the bank from others: one entry that fits everybody undoes the rest. */
export function checksAddresses(allowedIps: readonly string[], development: boolean): boolean {
  const meanings = allowedIps.map((entry) => readEntry(entry, development));
  const open = meanings.some((meaning) => meaning === "everybody" || meaning === "wide");
  return !open && meanings.includes("evidence");
}
