import { randomBytes, timingSafeEqual } from "node:crypto";
import { normaliseAddress, parseAddress } from "@/lib/sites/address";

/** Headers that server.ts puts on a request for Next: who is at the other end, and proof that we say so. */
export const PEER_HEADER = "x-anytime-peer";
export const PEER_PROOF_HEADER = "x-anytime-peer-proof";

const KEY = Symbol.for("anytime-connect.peer-proof");
const holder = globalThis as { [KEY]?: string };

/** A value that only this process knows: a client that sends the peer header itself lacks it. */
export function peerProof(): string {
  holder[KEY] ??= randomBytes(24).toString("hex");
  return holder[KEY];
}

/** Which proxies in front are believed about the sender's address. */
export interface ProxyTrust {
  /** How many proxies each request comes through. */
  readonly hops: number;
  /** Whether a peer may be one of them. */
  readonly isProxy: (address: string) => boolean;
}

/**
 * The sender's address: the socket's peer, or where that is a proxy to be believed, the entry of X-Forwarded-For
 * that the outermost believed proxy wrote. A peer that is no such proxy speaks for itself.
 *
 * @param peer address of the socket, null where nobody vouches for it
 * @param forwarded value of X-Forwarded-For, several lines joined by commas. `Forwarded` is not read: a proxy that
 *   writes the one passes on what strangers write into the other
 * @returns null where there is no trustworthy address (fewer entries than hops, or not an address)
 */
export function senderAddress(
  peer: string | null,
  forwarded: string | null,
  { hops, isProxy }: ProxyTrust,
): string | null {
  if (peer === null) return null;
  const near = normaliseAddress(peer);
  if (hops === 0 || !isProxy(near)) return near;
  // An entry that is empty was written all the same: it counts.
  const entry = (forwarded ?? "").split(",").at(-hops);
  return entry === undefined ? null : (parseAddress(withoutPort(entry.trim()))?.toString() ?? null);
}

/** Some proxies write the port too: `1.2.3.4:5678`, `[2001:db8::1]:5678`. */
function withoutPort(entry: string): string {
  return entry.replace(/^\[(.+)\](?::\d+)?$/, "$1").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
}

/** Whether server.ts put the headers of ours on a request that reached Next. */
export function isVouchedFor(headers: Headers): boolean {
  const proof = Buffer.from(headers.get(PEER_PROOF_HEADER) ?? "");
  const expected = Buffer.from(peerProof());
  return proof.length === expected.length && timingSafeEqual(proof, expected);
}

/** The peer that server.ts vouches for on a request that reached Next, or null where nobody does. */
export function vouchedPeer(headers: Headers): string | null {
  return isVouchedFor(headers) ? headers.get(PEER_HEADER) : null;
}
