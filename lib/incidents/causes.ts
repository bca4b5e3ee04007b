import { BlockList, isIPv4, isIPv6 } from "node:net";

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

const NEAR = new BlockList();
for (const [network, prefix] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["127.0.0.0", 8],
  ["100.64.0.0", 10],
] as const)
  NEAR.addSubnet(network, prefix, "ipv4");
NEAR.addSubnet("fc00::", 7, "ipv6");
NEAR.addSubnet("fe80::", 10, "ipv6");
NEAR.addAddress("::1", "ipv6");

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
  if (reason.startsWith("address_")) return forwarded || isNear(peer) ? "proxy_hops" : "address_list";
  return "not_notifications";
}

function isNear(peer: string | null): boolean {
  const plain = peer?.replace(/^::ffff:/i, "") ?? "";
  if (isIPv4(plain)) return NEAR.check(plain, "ipv4");
  return isIPv6(plain) && NEAR.check(plain, "ipv6");
}
