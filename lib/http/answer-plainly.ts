import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { negotiateLocale } from "@/lib/i18n/locale";
import en from "@/lib/i18n/messages/en/edge.json";
import fr from "@/lib/i18n/messages/fr/edge.json";

const WORDS = { en, fr };
const STATUS = { starting: 503, misdirected: 421, failed: 500 } as const;
const START_SECONDS = "2";

/** What the server says without Next: a sentence, in the reader's language. */
export type PlainAnswer = keyof typeof STATUS;

/** Answers with a sentence. A browser that asks while we start asks again by itself. */
export function answerPlainly(request: IncomingMessage, response: ServerResponse, what: PlainAnswer): void {
  const locale = negotiateLocale(request.headers["accept-language"] ?? null);
  const text = `${WORDS[locale][what]}\n`;
  const again = what === "starting" ? { "Retry-After": START_SECONDS, Refresh: START_SECONDS } : {};
  send(response, STATUS[what], text, { "Content-Language": locale, Vary: "Accept-Language", ...again });
}

function send(response: ServerResponse, status: number, text: string, more: OutgoingHttpHeaders): void {
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    ...more,
  });
  response.end(text);
}
