import type { z } from "zod";
import type { Problem } from "./document/schemas";

/** What can be wrong with a request. `type` is a name, not a URL: there is nothing to fetch. */
const PROBLEMS = {
  not_utf8: [400, "The body is not UTF-8", "Send JSON in UTF-8, whatever `charset` says."],
  broken_json: [
    400,
    "The body is not valid JSON",
    "Check quotes, commas and brackets, and send one JSON object.",
  ],
  unauthorised: [
    401,
    "No valid API key",
    "Send `Authorization: Bearer` with an active API key. Create keys in Settings, API keys.",
  ],
  key_expired: [401, "The API key has expired", "Create another in Settings, API keys."],
  wrong_address: [
    403,
    "The API key may not be used from this address",
    "See its addresses in Settings, API keys.",
  ],
  key_unbound: [
    403,
    "The API key may read no tokens: it does not expire, or is bound to no addresses",
    "An owner makes one that is, in Settings, API keys.",
  ],
  missing_scope: [403, "The API key lacks a scope", "Create a key with this scope in Settings, API keys."],
  not_found: [404, "Not found", "The key's site has nothing with this id."],
  unknown_path: [404, "Unknown path", "GET /api/v1/openapi.json lists every path."],
  wrong_method: [405, "The path does not support this method", "See `Allow`."],
  events_removed: [
    410,
    "Some events after this one were removed by their age",
    "Read everything again, then begin the feed anew without `after`.",
  ],
  events_rewound: [
    410,
    "This feed has no such event",
    "The database was restored from a backup that is older. Read everything again, then begin the feed anew without `after`.",
  ],
  completed: [409, "The link was used", "It is completed: nothing is left to cancel."],
  site_ended: [
    409,
    "The site has ended",
    "It makes no links any more. Staff can open it again in Settings, Sites.",
  ],
  no_active_token: [409, "No active token", "This user has not granted access, or has withdrawn it."],
  too_large: [413, "The body is too large", "A body has at most 16 KiB."],
  not_json: [415, "The body is not JSON", "Send JSON with `Content-Type: application/json`."],
  compressed: [415, "The body is compressed", "Send it uncompressed, without `Content-Encoding`."],
  invalid: [422, "Some fields are wrong", "See `errors`."],
  key_reused: [
    422,
    "This Idempotency-Key came with another request",
    "Use a new key for each request, and the same one only to send the same request again.",
  ],
  too_many: [429, "Too many requests", "Wait for the time in `Retry-After`."],
  failed: [500, "Something went wrong on our side", "The server's log has the error. Try again later."],
} as const satisfies Record<string, readonly [number, string, string]>;
export type ProblemName = keyof typeof PROBLEMS;

/** Answers JSON that must not be cached. */
export function answerJson(status: number, body: unknown): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}

/** Answers a problem as `application/problem+json`. */
export function answerProblem(
  name: ProblemName,
  more: { detail?: string; errors?: Problem["errors"]; headers?: Record<string, string> } = {},
): Response {
  const [status, title, detail] = PROBLEMS[name];
  const body: Problem = {
    type: `urn:anytime-connect:${name}`,
    title,
    status,
    detail: more.detail ?? detail,
    ...(more.errors === undefined ? {} : { errors: more.errors }),
  };
  const answer = new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store", ...more.headers },
  });
  named.set(answer, name);
  return answer;
}

const named = new WeakMap<Response, ProblemName>();

/** Which problem an answer of `answerProblem` is; null if it is none. */
export function problemOf(answer: Response): ProblemName | null {
  return named.get(answer) ?? null;
}

/** Answers that there is no key, or none that may be used. */
export function answerUnauthorised(why: "unauthorised" | "key_expired" = "unauthorised"): Response {
  return answerProblem(why, { headers: { "WWW-Authenticate": 'Bearer realm="api"' } });
}

/** Answers which fields are wrong, without their values. */
export function answerInvalid(error: z.ZodError): Response {
  const errors = error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
  return answerProblem("invalid", { errors });
}
