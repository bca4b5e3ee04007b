import type { IncomingMessage, ServerResponse } from "node:http";
import { isOwnRequest } from "@/lib/http/hosts/ask-ourselves";
import { findMisfits } from "@/lib/http/hosts/misfits";
import { type OwnHosts, placeRequest, readOwnHosts } from "@/lib/http/hosts/own-hosts";
import { answerMetrics } from "@/lib/http/metrics/answer-metrics";
import { routeTemplate } from "@/lib/http/metrics/route-template";
import { handleProbe, writeProbe } from "@/lib/http/probes/probes";
import { log } from "@/lib/log";
import type { Runtime } from "@/lib/runtime";
import { STRICT_TRANSPORT } from "@/lib/security-headers";
import { normaliseAddress } from "@/lib/sites/addresses/address";
import { handleWebhook, webhookKeyOf } from "@/lib/webhooks/receive/doors";
import { answerPlainly } from "./answer-plainly";
import { answerWhileThere } from "./answer-while-there";
import type { OpenRequests } from "./open-requests";
import { pathAndQuery, presentToNext } from "./present-to-next";

/** Next's own handler of requests. */
export type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What the request handler needs. */
export interface Edge {
  readonly runtime: Runtime;
  /** Once Next is prepared, development uses Next's door for deliveries, so that edits take effect. */
  readonly dev: boolean;
  readonly open: OpenRequests;
  /** null until Next is prepared. */
  handleByNext: NextHandler | null;
}

/** The server's handler of requests: the webhook's door first, Next behind it. */
export function createRequestHandler(edge: Edge) {
  const own = readOwnHosts(edge.runtime.env);
  return (request: IncomingMessage, response: ServerResponse): void => {
    edge.open.add(request, response);
    if (edge.runtime.readiness.phase === "stopping") response.setHeader("Connection", "close");
    route(edge, own, request, response)?.catch((error: unknown) => {
      log.error({ kind: error instanceof Error ? error.name : "unknown" }, "request failed");
      if (response.headersSent) response.end();
      else answerPlainly(request, response, "failed");
    });
  };
}

function route(
  edge: Edge,
  own: OwnHosts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> | undefined {
  const { runtime, handleByNext } = edge;
  notePeer(runtime, request);
  const key = edge.dev && handleByNext !== null ? null : webhookKeyOf(request.url);
  if (key !== null) return handleWebhook(runtime.receiving, key, request, response);
  // Pages set them as well; here is what else answers.
  response.setHeader("X-Content-Type-Options", "nosniff");
  if (own.app.protocol === "https:") response.setHeader("Strict-Transport-Security", STRICT_TRANSPORT);
  const path = pathAndQuery(request.url).replace(/[?#].*$/, "");
  measure(runtime, path, request, response);
  if (isOwnRequest(request))
    runtime.proxyWatch.sawOwnRequest(findMisfits(own, hopsOf(runtime), request.headers));
  const probed = handleProbe(runtime, path, request, response);
  if (probed !== null) return probed;
  const place = placeRequest(own, request.headers.host ?? null, path);
  if (place.kind !== "serve") return void answerPlainly(request, response, place.kind);
  if (path === "/metrics") return handleMetrics(runtime, request, response);
  if (handleByNext === null) return void answerPlainly(request, response, "starting");
  presentToNext(request, runtime, own, place);
  return answerWhileThere(request, response, () => handleByNext(request, response));
}

async function handleMetrics(
  runtime: Runtime,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = await answerMetrics(runtime, request.headers.authorization ?? null);
  writeProbe(response, answer, request.method);
}

/**
 * Counts an answer under its route's template once it is finished. Live streams last for hours and say nothing about
 * speed.
 */
function measure(
  { metrics }: Runtime,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (path === "/api/live" || waits(request.url)) return;
  const began = performance.now();
  response.once("close", () => {
    const answered = {
      route: routeTemplate(path),
      method: request.method ?? "",
      status: response.statusCode,
    };
    metrics.answered(answered, (performance.now() - began) / 1000);
  });
}

/** Whoever asks for events may wait for one. */
function waits(url: string | undefined): boolean {
  return /^\/api\/v1\/events\?.*\bwait=/.test(url ?? "");
}

function hopsOf({ receiving }: Runtime): number {
  return receiving.proxies.hops;
}

/** If requests come through proxies, any other peer has found the port. */
function notePeer({ receiving, proxyWatch }: Runtime, request: IncomingMessage): void {
  const { hops, isProxy } = receiving.proxies;
  const peer = request.socket.remoteAddress;
  if (hops > 0 && peer !== undefined && !isProxy(peer)) proxyWatch.sawStranger(normaliseAddress(peer));
}
