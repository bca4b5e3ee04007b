import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Api, createApi } from "./api/api";
import { Bank } from "./bank";
import { createRouter } from "./http/router";
import type { Encoding } from "./notify/faults";
import { createSender } from "./notify/sender";
import { keepState } from "./state/state-file";

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
  readonly encoding?: Encoding;
  /** Pauses before the second and the third try. */
  readonly retryDelaysMs?: readonly [number, number];
  /** Where grants are stored across restarts; nowhere if absent. */
  readonly stateFile?: string;
  readonly seed?: number;
  /** The partner's public keys, in PEM, beside those that the bank already has. */
  readonly publicKeys?: readonly string[];
}

/** A running simulated bank. */
export interface Sandbox {
  readonly origin: string;
  readonly bank: Bank;
  readonly api: Api;
  close(): Promise<void>;
}

const HOST = "127.0.0.1";

/**
 * Starts the simulated bank on loopback, on its own origin.
 *
 * @throws Error with a sentence if the port is taken, or a state file or a key cannot be used
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const kept = await keepState(options.stateFile);
  const clock = () => Date.now() + kept.state.clockOffset;
  const target = { webhookUrl: options.webhookUrl };
  const sender = createSender({
    target,
    partnerRef: options.partnerRef,
    forwardedFor: options.forwardedFor,
    encoding: options.encoding ?? "form",
    retryDelaysMs: options.retryDelaysMs ?? [1_000, 5_000],
    clock,
    history: kept.history,
  });
  const { state, ledger } = kept;
  const bank = new Bank({ sender, state, ledger, target, seed: options.seed ?? 1, clock });
  const api = createApi(bank, options.partnerRef);
  const server = createServer();
  try {
    for (const publicKey of options.publicKeys ?? []) api.keys.register(publicKey);
    const port = await listen(server, options.port);
    const origin = `http://${HOST}:${port}`;
    const { partnerId: id, partnerName: name, dashboardUrl = null } = options;
    answerWith(server, createRouter({ id, name, dashboardUrl }, origin, { bank, api }));
    return { origin, bank, api, close };
  } catch (error) {
    await kept.close(); // its timer would keep the process alive
    throw error;
  }

  async function close(): Promise<void> {
    await bank.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await kept.close();
  }
}

function answerWith(
  server: Server,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): void {
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
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
