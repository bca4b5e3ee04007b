import type { IncomingMessage, ServerResponse } from "node:http";
import { negotiateLocale } from "@/lib/i18n/locale";
import en from "@/lib/i18n/messages/en/edge.json";
import fr from "@/lib/i18n/messages/fr/edge.json";

const WORDS = { en, fr };
const STATUS = { starting: 503, misdirected: 421, failed: 500, nothing_here: 404 } as const;
const START_SECONDS = "2";

/** The answers without a page of Next: a sentence in the reader's language, or nothing. */
export type PlainAnswer = keyof typeof STATUS;

/**
 * Creates an answer of one sentence. While we start, a browser retries by itself.
 *
 * @param accepted the request's Accept-Language
 */
export function makePlainAnswer(what: PlainAnswer, accepted: string | null) {
  const locale = negotiateLocale(accepted);
  const again = what === "starting" ? { "Retry-After": START_SECONDS, Refresh: START_SECONDS } : {};
  const headers: Readonly<Record<string, string>> = {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Language": locale,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    Vary: "Accept-Language",
    ...again,
  };
  return { status: STATUS[what], text: what === "nothing_here" ? "" : `${WORDS[locale][what]}\n`, headers };
}

/** Answers with a sentence. */
export function answerPlainly(request: IncomingMessage, response: ServerResponse, what: PlainAnswer): void {
  const { status, text, headers } = makePlainAnswer(what, request.headers["accept-language"] ?? null);
  response.writeHead(status, { ...headers, "Content-Length": Buffer.byteLength(text) });
  response.end(request.method === "HEAD" ? undefined : text);
}
