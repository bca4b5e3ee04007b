import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { ApiError } from "./errors";
import type { ApiSettings } from "./settings";

/** What is sent if nothing goes wrong. */
export interface Intended {
  readonly status: number;
  readonly error?: ApiError | undefined;
  readonly envelope: { readonly hash: string; readonly body: object };
}

const AMOUNTS = new Set(["amount", "amount_fx", "fx", "fx_fee", "balance_after", "balance"]);

/**
 * Sends an answer, with the latency and the trouble that are set.
 *
 * @returns the status that was sent; 0 if none was
 */
export async function sendWithTrouble(
  response: ServerResponse,
  settings: ApiSettings,
  requestId: number,
  intended: Intended,
): Promise<number> {
  if (settings.latencyMs > 0) await pause(settings.latencyMs);
  const trouble = requestId % settings.every === 0 ? settings.trouble : "none";
  const text = JSON.stringify(intended.envelope, settings.numbers ? amountsAsNumbers : undefined);
  switch (trouble) {
    case "error":
      return sendError(response, intended, new ApiError("unknown"));
    case "timeout":
      return sendError(response, intended, new ApiError("network"));
    case "malformed":
      return send(response, intended.status, text.slice(0, Math.ceil(text.length / 2)));
    case "bad-hash":
      return send(response, intended.status, text.replace(intended.envelope.hash, "0".repeat(64)));
    case "redirect":
      return send(response, 302, "", { Location: "http://127.0.0.1:9/elsewhere" });
    case "drop":
      response.destroy();
      return 0;
    case "hang":
      return 0;
    case "none": {
      const { retryAfter } = intended.error ?? {};
      const headers = retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) };
      return send(response, intended.status, text, headers);
    }
  }
}

function sendError(response: ServerResponse, { envelope }: Intended, { status, error }: ApiError): number {
  return send(response, status, JSON.stringify({ ...envelope, body: { error } }));
}

function send(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): number {
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    ...headers,
  });
  response.end(text);
  return status;
}

function amountsAsNumbers(name: string, value: unknown): unknown {
  return AMOUNTS.has(name) && typeof value === "string" && value !== "" ? Number(value) : value;
}
