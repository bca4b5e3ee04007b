import { randomBytes, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import { normaliseAddress } from "./address";

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

/**
 * The sender's address: the socket's peer, or where proxies in front are believed, the entry of
 * X-Forwarded-For that the outermost believed proxy wrote.
 *
 * @param peer address of the socket, null where unknown
 * @param forwarded value of X-Forwarded-For
 * @param hops how many proxies in front may be believed
 * @returns null where there is no trustworthy address (fewer entries than hops, or not an address)
 */
export function senderAddress(peer: string | null, forwarded: string | null, hops: number): string | null {
  if (hops === 0) return peer === null ? null : normaliseAddress(peer);
  const chain = (forwarded ?? "").split(",").flatMap((entry) => entry.trim() || []);
  const entry = chain[chain.length - hops];
  if (entry === undefined) return null;
  const address = normaliseAddress(withoutPort(entry));
  return isIP(address) === 0 ? null : address;
}

/** Some proxies write the port too: `1.2.3.4:5678`, `[2001:db8::1]:5678`. */
function withoutPort(entry: string): string {
  return entry.replace(/^\[(.+)\](?::\d+)?$/, "$1").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
}

/** The peer that server.ts vouches for on a request that reached Next, or null where nobody does. */
export function vouchedPeer(headers: Headers): string | null {
  const proof = Buffer.from(headers.get(PEER_PROOF_HEADER) ?? "");
  const expected = Buffer.from(peerProof());
  if (proof.length !== expected.length || !timingSafeEqual(proof, expected)) return null;
  return headers.get(PEER_HEADER);
}
