import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import next from "next";
import { bootOnce } from "@/lib/boot";
import { log } from "@/lib/log";
import type { Runtime } from "@/lib/runtime";
import { handleWebhook, webhookKeyOf } from "@/lib/webhooks/doors";
import { PEER_HEADER, PEER_PROOF_HEADER, peerProof, senderAddress } from "@/lib/webhooks/peer";

/** A dashboard that answers. */
export interface RunningServer {
  readonly url: string;
  /** Ends streams, lets answers finish, commits what was taken in, and closes. */
  stop(): Promise<void>;
}

const DRAIN_MS = 10_000;
/** Milliseconds for the head, and for the whole, of a request: who sends slower, or stalls, is answered 408 and cut. */
const SLOW_SENDERS = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 2_000 };

/**
 * Starts the HTTP server: the webhook's door first, Next behind it.
 *
 * @param options.dev development: only Next's door, so that edits take effect
 * @throws EnvError, or an Error with a sentence where the port or the database cannot be used
 */
export async function startServer(options: { dev: boolean }): Promise<RunningServer> {
  const runtime = await bootOnce();
  const { env } = runtime;
  process.env.NEXTAUTH_URL = env.APP_URL;
  process.env.NEXTAUTH_SECRET = env.NEXTAUTH_SECRET;
  const server = createServer({ keepAliveTimeout: 65_000, ...SLOW_SENDERS });
  await listenOn(server, env.PORT, env.HOST);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : env.PORT;
  const app = next({ dev: options.dev, dir: import.meta.dirname, port, hostname: env.HOST ?? "localhost" });
  await app.prepare();
  const handleByNext = app.getRequestHandler();
  const answering = createTally();
  server.on("request", createHandler(runtime, options.dev, handleByNext, answering));
  if (options.dev) server.on("upgrade", app.getUpgradeHandler());
  const stop = async (): Promise<void> => {
    server.close();
    await runtime.hub.close();
    // Who has sent a notification gets the answer; streams and idle connections are cut.
    await answering.settled(DRAIN_MS / 2);
    server.closeAllConnections();
    await runtime.close();
    await app.close();
  };
  return { url: env.APP_URL, stop };
}

type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Counts the notifications that are being answered. */
interface Tally {
  add(answer: Promise<void>): Promise<void>;
  /** Resolves when none is left, or when time is up. */
  settled(milliseconds: number): Promise<void>;
}

function createTally(): Tally {
  const running = new Set<Promise<void>>();
  return {
    add: (answer) => {
      running.add(answer);
      const done = () => void running.delete(answer);
      answer.then(done, done);
      return answer;
    },
    settled: async (milliseconds) => {
      const late = new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
      await Promise.race([Promise.allSettled([...running]), late]);
    },
  };
}

function createHandler(runtime: Runtime, dev: boolean, handleByNext: NextHandler, answering: Tally) {
  const { env, receiving } = runtime;
  return (request: IncomingMessage, response: ServerResponse): void => {
    const key = dev ? null : webhookKeyOf(request.url);
    const answered =
      key === null
        ? handleByNext(vouch(request, env.TRUSTED_PROXY_HOPS), response)
        : answering.add(handleWebhook(receiving, key, request, response));
    answered.catch((error: unknown) => {
      log.error({ kind: error instanceof Error ? error.name : "unknown" }, "request failed");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  };
}

/** Puts who is at the other end on the request, with proof that it was us; what a client sent of it goes. */
function vouch(request: IncomingMessage, hops: number): IncomingMessage {
  const peer = request.socket.remoteAddress ?? "";
  const forwarded = request.headers["x-forwarded-for"];
  const chain = Array.isArray(forwarded) ? forwarded.join(",") : (forwarded ?? null);
  request.headers[PEER_HEADER] = peer;
  request.headers[PEER_PROOF_HEADER] = peerProof();
  request.headers["x-real-ip"] = senderAddress(peer, chain, hops) ?? "";
  return request;
}

function listenOn(server: Server, port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(taken ? new Error(`Port ${port} is in use. Stop what uses it, or set PORT to another.`) : error);
    });
    server.listen(port, host, resolve);
  });
}

/** Stops a server on SIGTERM and SIGINT, and then whatever else was started with it. */
export function stopOnSignals(server: RunningServer, after: () => Promise<void>): void {
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, "stopping");
    const late = setTimeout(() => process.exit(1), DRAIN_MS + 5_000);
    late.unref();
    server
      .stop()
      .then(after)
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
}
