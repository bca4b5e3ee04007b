import { createServer } from "node:http";
import { setTimeout } from "node:timers/promises";
import next from "next";
import { bootOnce } from "@/lib/boot";
import { listenHost, readEnv } from "@/lib/env";
import { createRequestHandler, type Edge } from "@/lib/http/front/handle-requests";
import { listenOn } from "@/lib/http/front/listen";
import { trackOpenRequests } from "@/lib/http/front/open-requests";
import { askOurselves } from "@/lib/http/hosts/ask-ourselves";
import { readOwnHosts } from "@/lib/http/hosts/own-hosts";
import { log } from "@/lib/log";
import { DEADLINE_MS } from "@/lib/webhooks/receive/inbox";

/** A dashboard whose port is open. */
export interface RunningServer {
  readonly url: string;
  /** Resolves once pages are available; with false if it was stopped before. */
  readonly prepared: Promise<boolean>;
  /**
   * Stops being ready, ends streams, finishes answers, commits what was received, and closes.
   *
   * @param patient whether to keep answering first, for STOP_DELAY_SECONDS, until balancers have noticed
   */
  stop(patient: boolean): Promise<void>;
}

/** A delivery may wait this long for the database, and its sender for the answer: a stop waits longer. */
const DRAIN_MS = DEADLINE_MS + 4_000;
/** Milliseconds for the headers and for the whole of a request: slower or stalled senders get 408 and are cut. */
const SLOW_SENDERS = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 2_000 };

/**
 * Starts the HTTP server, and resolves when its port is open. The webhook's door opens as soon as the database is
 * there; pages follow once Next is prepared, and until then say that they will.
 *
 * @param options.dev development: only Next's door, so that edits take effect
 * @throws EnvError, or an Error with a sentence if the port or the database cannot be used
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
  const prepared = app.prepare().then(() => {
    if (runtime.readiness.phase === "stopping") return false;
    edge.handleByNext = app.getRequestHandler();
    runtime.readiness.enter("ready");
    if (options.dev) server.on("upgrade", app.getUpgradeHandler());
    void askOurselves(readOwnHosts(env));
    return true;
  });
  const stop = async (patient: boolean): Promise<void> => {
    runtime.readiness.enter("stopping");
    // Until balancers have noticed, keep answering: a refused delivery would be lost.
    if (patient) await setTimeout(env.STOP_DELAY_SECONDS * 1000);
    server.close();
    await runtime.hub.close();
    open.endStreams();
    const left = await open.settled(DRAIN_MS);
    if (left > 0) log.warn({ requests: left }, "these were not answered in time");
    server.closeAllConnections();
    // Modules that Next still loads use the runtime; if that fails, the caller of the start is told.
    await prepared.catch(() => false);
    await runtime.close();
    await app.close();
  };
  return { url: env.APP_URL, prepared, stop };
}

/**
 * Stops a server on SIGTERM and SIGINT, and then everything else that was started with it. Before its port is open
 * nothing was received, and the process ends at once: as process 1 of a container the signals would otherwise not end
 * it.
 */
export function stopOnSignals(starting: Promise<RunningServer>, after: () => Promise<void>): void {
  let server: RunningServer | null = null;
  let stopping = false;
  starting.then(
    (opened) => {
      server = opened;
    },
    () => undefined, // its awaiter reports why
  );
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    if (server === null) process.exit(0);
    const delay = readEnv().STOP_DELAY_SECONDS * 1000;
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
