import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { WireEncoding } from "@/lib/anytime/body/encode";
import { Bank } from "./bank";
import { writeClientScript } from "./client-script";
import { control, type JsonAnswer } from "./control";
import { writePopup, writePopupScript } from "./popup";
import { createSender } from "./sender";
import { createSignIn } from "./sign-in";
import { keepState } from "./state-file";
import { writeStudio, writeStudioScript } from "./studio";

export interface SandboxOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly partnerId: string;
  readonly partnerRef: string;
  readonly partnerName: string;
  readonly webhookUrl: string;
  /** X-Forwarded-For of its notifications; none if absent. */
  readonly forwardedFor?: string | undefined;
  readonly dashboardUrl?: string;
  readonly encoding?: WireEncoding;
  /** Pauses before the second and the third try. */
  readonly retryDelaysMs?: readonly [number, number];
  /** Where grants are stored across restarts; nowhere if absent. */
  readonly stateFile?: string;
  readonly seed?: number;
}

/** A running simulated bank. */
export interface Sandbox {
  readonly origin: string;
  readonly bank: Bank;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
const MAX_BODY = 100_000;

/**
 * Starts the simulated bank on loopback, on its own origin.
 *
 * @throws Error with a sentence if the port is taken or the state file cannot be used
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const sender = createSender({
    webhookUrl: options.webhookUrl,
    partnerRef: options.partnerRef,
    forwardedFor: options.forwardedFor,
    encoding: options.encoding ?? "form",
    retryDelaysMs: options.retryDelaysMs ?? [1_000, 5_000],
  });
  const kept = await keepState(options.stateFile);
  const bank = new Bank(sender, kept.state, options.webhookUrl, options.seed ?? 1);
  const server = createServer();
  const port = await listen(server, options.port).catch(async (error: unknown) => {
    await kept.close(); // its timer would keep the process alive
    throw error;
  });
  const origin = `http://${HOST}:${port}`;
  const answer = createRouter(options, origin, bank);
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  return {
    origin,
    bank,
    close: async () => {
      await bank.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await kept.close();
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const sentence = `Port ${port} is in use. Stop what uses it, or set SANDBOX_PORT to another.`;
      reject(error.code === "EADDRINUSE" ? new Error(sentence) : error);
    });
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function createRouter(options: SandboxOptions, origin: string, bank: Bank) {
  const signIn = createSignIn(bank);
  const pages: Record<string, () => [type: string, text: string]> = {
    "/": () => ["text/html", writeStudio(options.partnerName, options.dashboardUrl ?? null)],
    "/studio.js": () => ["text/javascript", writeStudioScript()],
    "/popup.js": () => ["text/javascript", writePopupScript()],
  };
  for (const language of ["en", "fr"] as const) {
    const base = `/${options.partnerId}/${language}`;
    pages[`${base}/client.js`] = () => [
      "text/javascript",
      writeClientScript({ origin, partnerId: options.partnerId, language }),
    ];
    pages[`${base}/popup`] = () => ["text/html", writePopup(options.partnerName, language)];
  }
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const page = pages[path];
    if (page !== undefined && request.method === "GET") return send(response, 200, ...page());
    if (!isOwn(request, origin))
      return json(response, { status: 403, body: { error: "Asked from another origin." } });
    if (path === "/popup/sign-in") return json(response, signIn.signIn(await readJson(request)));
    if (path === "/popup/accept") return json(response, await signIn.accept(await readJson(request)));
    if (path.startsWith("/control/")) {
      const input = request.method === "POST" ? await readJson(request) : undefined;
      return json(response, await control(bank, path.slice(9), request.method ?? "GET", input));
    }
    return send(response, 404, "text/plain", "Not found");
  };
}

/** Other pages must not control this bank: neither by their own requests, nor by a name that they rebind to us. */
function isOwn(request: IncomingMessage, origin: string): boolean {
  const { host, origin: from } = request.headers;
  const names = [new URL(origin).host, new URL(origin).host.replace(HOST, "localhost")];
  return (
    names.includes(host ?? "") && (from === undefined || names.some((name) => from === `http://${name}`))
  );
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return undefined; // the caller's schema reports what is missing
  }
}

function json(response: ServerResponse, { status, body }: JsonAnswer): void {
  send(response, status, "application/json", JSON.stringify(body));
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-store" });
  response.end(text);
}
