import { isNearby } from "@/lib/sites/addresses/address";

/** The likely cause for refusing deliveries with the right key. */
export type RefusalCause =
  | "partner_reference"
  | "proxy_hops"
  | "address_list"
  | "staleness"
  | "not_notifications"
  | "mixed";

/** One of the latest refusals of a site. */
export interface Refusal {
  readonly reason: string;
  readonly forwarded: boolean;
  readonly peer: string | null;
}

/**
 * Names the likely cause of refusals in a row: a wrong reference, a proxy that is not counted (somebody nearby is in
 * front, or says for whom), or an address that is not in the list.
 */
export function likelyCause(refusals: readonly Refusal[]): RefusalCause {
  const causes = new Set(refusals.map(causeOf));
  const [only] = causes;
  return causes.size === 1 && only !== undefined ? only : "mixed";
}

function causeOf({ reason, forwarded, peer }: Refusal): RefusalCause {
  if (reason === "hash_mismatch") return "partner_reference";
  if (reason === "key_missing") return "mixed";
  if (reason === "stale") return "staleness";
  if (reason.startsWith("address_"))
    return forwarded || (peer !== null && isNearby(peer)) ? "proxy_hops" : "address_list";
  return "not_notifications";
}
