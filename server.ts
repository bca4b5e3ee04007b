import { createServer } from "node:http";
import { setTimeout } from "node:timers/promises";
import next from "next";
import { bootOnce } from "@/lib/boot";
import { listenHost, readEnv } from "@/lib/env";
import { askOurselves } from "@/lib/http/ask-ourselves";
import { createRequestHandler, type Edge } from "@/lib/http/handle-requests";
import { listenOn } from "@/lib/http/listen";
import { trackOpenRequests } from "@/lib/http/open-requests";
import { readOwnHosts } from "@/lib/http/own-hosts";
import { log } from "@/lib/log";
import { DEADLINE_MS } from "@/lib/webhooks/inbox";

/** A dashboard that answers. */
export interface RunningServer {
  readonly url: string;
  /**
   * Stops being ready, ends streams, lets answers finish, commits what was taken in, and closes.
   *
   * @param patient whether to go on answering first, for STOP_DELAY_SECONDS, until balancers have noticed
   */
  stop(patient: boolean): Promise<void>;
}

/** A notification may wait this long for the database, and whoever sent it for the answer: a stop waits longer. */
const DRAIN_MS = DEADLINE_MS + 4_000;
/** Milliseconds for the head, and for the whole, of a request: who sends slower, or stalls, is answered 408 and cut. */
const SLOW_SENDERS = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 2_000 };

/**
 * Starts the HTTP server. The webhook's door opens as soon as the database is there; pages follow once Next is
 * prepared, and say until then that they will.
 *
 * @param options.dev development: only Next's door, so that edits take effect
 * @throws EnvError, or an Error with a sentence where the port or the database cannot be used
 */
export async function startServer(options: { dev: boolean }): Promise<RunningServer> {
  const runtime = await bootOnce();
  const { env } = runtime;
  process.env.NEXTAUTH_URL = env.APP_URL;
  process.env.NEXTAUTH_SECRET = env.NEXTAUTH_SECRET;
  const open = trackOpenRequests();
  const edge: Edge = { runtime, dev: options.dev, open, handleByNext: null };
  runtime.readiness.enter("starting");
  const server = createServer({ keepAliveTimeout: 65_000, ...SLOW_SENDERS });
  server.on("request", createRequestHandler(edge));
  const port = await listenOn(server, env.PORT, listenHost(env));
  const app = next({
    dev: options.dev,
    dir: import.meta.dirname,
    port,
    hostname: listenHost(env) ?? "localhost",
  });
  await app.prepare();
  edge.handleByNext = app.getRequestHandler();
  runtime.readiness.enter("ready");
  if (options.dev) server.on("upgrade", app.getUpgradeHandler());
  void askOurselves(readOwnHosts(env));
  const stop = async (patient: boolean): Promise<void> => {
    runtime.readiness.enter("stopping");
    // Until balancers have noticed, what they send is answered: refused, a notification would be lost.
    if (patient) await setTimeout(env.STOP_DELAY_SECONDS * 1000);
    server.close();
    await runtime.hub.close();
    open.endStreams();
    const left = await open.settled(DRAIN_MS);
    if (left > 0) log.warn({ requests: left }, "these were not answered in time");
    server.closeAllConnections();
    await runtime.close();
    await app.close();
  };
  return { url: env.APP_URL, stop };
}

/** Stops a server on SIGTERM and SIGINT, and then whatever else was started with it. */
export function stopOnSignals(server: RunningServer, after: () => Promise<void>): void {
  let stopping = false;
  const delay = readEnv().STOP_DELAY_SECONDS * 1000;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    globalThis.setTimeout(() => process.exit(1), delay + 2 * DRAIN_MS).unref();
    server
      .stop(signal === "SIGTERM")
      .then(after)
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
}
