import type { IncomingMessage } from "node:http";
import { findMisfits, MISFITS_HEADER, writeMisfits } from "@/lib/http/hosts/misfits";
import { type OwnHosts, originHeaders, type Place } from "@/lib/http/hosts/own-hosts";
import type { Runtime } from "@/lib/runtime";
import { PEER_HEADER, PEER_PROOF_HEADER, peerProof, senderAddress } from "@/lib/webhooks/receive/peer";

/** What it knows of the process. */
type Known = Pick<Runtime, "proxyWatch"> & { readonly receiving: Pick<Runtime["receiving"], "proxies"> };

/**
 * Prepares a request for Next: our public address from the settings, the peer with proof that we reported it, and
 * which headers of the proxy contradict the settings. What a client sent under these names is removed.
 */
export function presentToNext(
  request: IncomingMessage,
  runtime: Known,
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
  // A proxy may write an absolute URL into the request line: only the path counts.
  request.url = pathAndQuery(request.url);
}

/** X-Forwarded-For as sent; several lines form one list. */
function forwardedFor(request: IncomingMessage): string | null {
  const forwarded = request.headers["x-forwarded-for"];
  return Array.isArray(forwarded) ? forwarded.join(",") : (forwarded ?? null);
}

/** The target of a request without scheme and host. */
export function pathAndQuery(url: string | undefined): string {
  return (url ?? "/").replace(/^[a-z]+:\/\/[^/?#]*/i, "") || "/";
}
