import type { IncomingMessage } from "node:http";
import type { Runtime } from "@/lib/runtime";
import { PEER_HEADER, PEER_PROOF_HEADER, peerProof, senderAddress } from "@/lib/webhooks/receive/peer";
import { findMisfits, MISFITS_HEADER, writeMisfits } from "./misfits";
import { type OwnHosts, originHeaders, type Place } from "./own-hosts";

/**
 * Readies a request for Next: our public address as settings know it, who is at the other end with proof that it
 * was us who said so, and what of the proxy's headers does not fit. What a client sent of these goes.
 */
export function presentToNext(
  request: IncomingMessage,
  runtime: Runtime,
  own: OwnHosts,
  place: Extract<Place, { kind: "serve" }>,
): void {
  const { headers } = request;
  const { proxies } = runtime.receiving;
  const misfits = findMisfits(own, proxies.hops, headers);
  runtime.proxyWatch.sawMisfits(misfits);
  const peer = request.socket.remoteAddress ?? "";
  Object.assign(headers, originHeaders(place), {
    [PEER_HEADER]: peer,
    [PEER_PROOF_HEADER]: peerProof(),
    [MISFITS_HEADER]: writeMisfits(misfits),
    "x-real-ip": senderAddress(peer, forwardedFor(request), proxies) ?? "",
  });
  delete headers.forwarded;
  // A proxy may write the whole address into the first line: what counts of it is the path.
  request.url = pathAndQuery(request.url);
}

/** X-Forwarded-For as sent; several lines are one list. */
function forwardedFor(request: IncomingMessage): string | null {
  const forwarded = request.headers["x-forwarded-for"];
  return Array.isArray(forwarded) ? forwarded.join(",") : (forwarded ?? null);
}

/** A request's target without scheme and host. */
export function pathAndQuery(url: string | undefined): string {
  return (url ?? "/").replace(/^[a-z]+:\/\/[^/?#]*/i, "") || "/";
}
