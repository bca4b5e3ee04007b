import { randomBytes, timingSafeEqual } from "node:crypto";
import { normaliseAddress, parseAddress } from "@/lib/sites/addresses/address";

/** Headers that server.ts adds to a request for Next: the peer, and proof that we added it. */
export const PEER_HEADER = "x-anytime-peer";
export const PEER_PROOF_HEADER = "x-anytime-peer-proof";

const KEY = Symbol.for("anytime-connect.peer-proof");
const holder = globalThis as { [KEY]?: string };

/** A value that only this process knows: a client that sends the peer header itself does not have it. */
export function peerProof(): string {
  holder[KEY] ??= randomBytes(24).toString("hex");
  return holder[KEY];
}

/** Which proxies in front are trusted to report the sender's address. */
export interface ProxyTrust {
  /** How many proxies each request passes. */
  readonly hops: number;
  /** Whether a peer can be one of them. */
  readonly isProxy: (address: string) => boolean;
}

/**
 * The sender's address: the peer of the socket, or if that is a trusted proxy, the entry of X-Forwarded-For
 * that the outermost trusted proxy wrote. Any other peer counts as the sender.
 *
 * @param peer address of the socket, null if nothing vouches for it
 * @param forwarded value of X-Forwarded-For, several lines joined by commas. `Forwarded` is not read: a proxy
 *   that writes one of the two passes on what clients write into the other
 * @returns null if there is no trustworthy address (fewer entries than hops, or not an address)
 */
export function senderAddress(
  peer: string | null,
  forwarded: string | null,
  { hops, isProxy }: ProxyTrust,
): string | null {
  if (peer === null) return null;
  const near = normaliseAddress(peer);
  if (hops === 0 || !isProxy(near)) return near;
  // An empty entry also counts: somebody wrote it.
  const entry = (forwarded ?? "").split(",").at(-hops);
  return entry === undefined ? null : (parseAddress(withoutPort(entry.trim()))?.toString() ?? null);
}

/** Some proxies write the port too: `1.2.3.4:5678`, `[2001:db8::1]:5678`. */
function withoutPort(entry: string): string {
  return entry.replace(/^\[(.+)\](?::\d+)?$/, "$1").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
}

/** Whether server.ts added our headers to a request that reached Next. */
export function isVouchedFor(headers: Headers): boolean {
  const proof = Buffer.from(headers.get(PEER_PROOF_HEADER) ?? "");
  const expected = Buffer.from(peerProof());
  return proof.length === expected.length && timingSafeEqual(proof, expected);
}

/** The peer that server.ts reports for a request that reached Next, or null if it did not. */
export function vouchedPeer(headers: Headers): string | null {
  return isVouchedFor(headers) ? headers.get(PEER_HEADER) : null;
}
