import type { IncomingMessage, ServerResponse } from "node:http";
import { log } from "@/lib/log";
import type { Runtime } from "@/lib/runtime";
import { handleWebhook, webhookKeyOf } from "@/lib/webhooks/doors";
import { PEER_HEADER, PEER_PROOF_HEADER, peerProof, senderAddress } from "@/lib/webhooks/peer";
import { answerPlainly } from "./answer-plainly";
import type { OpenRequests } from "./open-requests";

/** Next's own handler of requests. */
export type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What requests are answered with. */
export interface Edge {
  readonly runtime: Runtime;
  /** Once Next is prepared, development takes notifications by its door, so that edits take effect. */
  readonly dev: boolean;
  readonly open: OpenRequests;
  /** null until Next is prepared. */
  handleByNext: NextHandler | null;
  /** Answers from now on are the last of their connection. */
  stopping: boolean;
}

/** The server's handler of requests: the webhook's door first, Next behind it. */
export function createRequestHandler(edge: Edge) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    edge.open.add(request, response);
    if (edge.stopping) response.setHeader("Connection", "close");
    route(edge, request, response)?.catch((error: unknown) => {
      log.error({ kind: error instanceof Error ? error.name : "unknown" }, "request failed");
      if (response.headersSent) response.end();
      else answerPlainly(request, response, "failed");
    });
  };
}

function route(edge: Edge, request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
  const { runtime, handleByNext } = edge;
  const key = edge.dev && handleByNext !== null ? null : webhookKeyOf(request.url);
  if (key !== null) return handleWebhook(runtime.receiving, key, request, response);
  if (handleByNext === null) return void answerPlainly(request, response, "starting");
  vouch(request, runtime.env.TRUSTED_PROXY_HOPS);
  return handleByNext(request, response);
}

/** Puts who is at the other end on the request, with proof that it was us; what a client sent of it goes. */
function vouch(request: IncomingMessage, hops: number): void {
  const peer = request.socket.remoteAddress ?? "";
  const forwarded = request.headers["x-forwarded-for"];
  const chain = Array.isArray(forwarded) ? forwarded.join(",") : (forwarded ?? null);
  request.headers[PEER_HEADER] = peer;
  request.headers[PEER_PROOF_HEADER] = peerProof();
  request.headers["x-real-ip"] = senderAddress(peer, chain, hops) ?? "";
}
