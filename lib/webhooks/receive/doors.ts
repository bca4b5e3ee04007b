import type { IncomingMessage, ServerResponse } from "node:http";
import { MAX_BODY_BYTES } from "@/lib/anytime/body/parse-body";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { type Answer, methodNotAllowed, unavailable } from "./answer";
import { type ReceiveDependencies, receive } from "./receive";

const RETRY_AFTER_SECONDS = "5";

/**
 * The webhook key in the path of a request; "" if it has none but is meant for the webhook (Next would answer
 * such a near miss with a page or a redirect); null if it is not for the webhook.
 */
export function webhookKeyOf(url: string | undefined): string | null {
  if (url === lastUrl) return lastKey;
  lastKey = readKey(url ?? "/");
  lastUrl = url;
  return lastKey;
}

// The bank always requests the same URL.
let lastUrl: string | undefined = "/";
let lastKey: string | null = null;

function readKey(url: string): string | null {
  const [api, webhooks, bank, key, ...more] = segmentsOf(url);
  if (api !== "api" || webhooks !== "webhooks") return null;
  return bank === "anytime" && more.length === 0 ? (key ?? "") : "";
}

/** The segments of a path, however it is written: absolute URL, doubled slashes, percent signs. */
function segmentsOf(url: string): string[] {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, "").split(/[?#]/)[0] ?? "";
  return path.split("/").flatMap((segment) => {
    try {
      return segment === "" ? [] : [decodeURIComponent(segment)];
    } catch {
      return [segment];
    }
  });
}

/** Headers of an answer, the same at both doors. */
export function answerHeaders(answer: Answer): Record<string, string> {
  return {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    ...(answer.status === 405 ? { Allow: "POST" } : {}),
    ...(answer.status === 503 ? { "Retry-After": RETRY_AFTER_SECONDS } : {}),
  };
}

/** The fast door: answers the bank from node:http, before Next. It calls the same function as the route. */
export async function handleWebhook(
  deps: ReceiveDependencies,
  webhookKey: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "POST") return send(response, methodNotAllowed());
  const receivedAt = deps.clock.now();
  const body = await readBody(request).catch(() => "broken" as const);
  if (body === "broken") return send(response, unavailable());
  const { headers } = request;
  const forwarded = headers["x-forwarded-for"];
  const raw = {
    webhookKey,
    contentType: headers["content-type"],
    userAgent: headers["user-agent"],
    body,
    peer: request.socket.remoteAddress ?? null,
    forwardedFor: Array.isArray(forwarded) ? forwarded.join(",") : (forwarded ?? null),
    receivedAt,
  };
  send(response, await receive(SYSTEM_SCOPE, deps, raw));
}

/** The answers to accepted deliveries, serialised once: nearly all answers are one of these. */
const TAKEN = { accepted: taken("accepted"), duplicate: taken("duplicate"), held: taken("held") } as const;

function taken(status: "accepted" | "duplicate" | "held") {
  const answer: Answer = { status: 200, body: { status } };
  const text = JSON.stringify(answer.body);
  const headers = { ...answerHeaders(answer), "Content-Length": String(Buffer.byteLength(text)) };
  return { text, headers: Object.entries(headers).flat() };
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.status === 200) {
    const { text, headers } = TAKEN[answer.body.status];
    response.writeHead(200, headers);
    response.end(text);
    return;
  }
  const text = JSON.stringify(answer.body);
  // The rest of an unread body would be taken for the next request.
  const close = answer.status === 413 || answer.status === 405 ? { Connection: "close" } : {};
  response.writeHead(answer.status, {
    ...answerHeaders(answer),
    ...close,
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}

/** Reads a body; null as soon as it turns out too large. */
function readBody(request: IncomingMessage): Promise<Buffer | null> {
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) {
        request.pause();
        resolve(null);
      } else chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("aborted", () => reject(new Error("aborted")));
  });
}
