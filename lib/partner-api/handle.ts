import type { z } from "zod";
import type { AuditKeys } from "@/lib/audit/record";
import { fingerprint } from "@/lib/crypto/secrets";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { addTry, secondsOfWindow } from "@/lib/db/rate-limit";
import type { FeedWaits } from "@/lib/live/feed-waits";
import { log } from "@/lib/log";
import { readBytes } from "@/lib/read-bytes";
import { findApiKey, touchApiKey } from "./api-keys-store";
import { answerInvalid, answerProblem, answerUnauthorised } from "./problems";
import type { ApiScope } from "./scopes";

/** What the API needs. */
export interface ApiDependencies {
  readonly database: Database;
  readonly keys: AuditKeys;
  /** The base URL of connect links, without a path. */
  readonly connectUrl: string;
  readonly feed: FeedWaits;
}

/** On whose behalf a request is answered. */
export interface ApiCaller {
  readonly keyId: string;
  readonly siteId: string;
  /** Only of the key's site. */
  readonly scope: Scope;
}

const MOST_BODY = 16_384;
/** Requests of one key in a quarter of an hour. */
export const MOST_REQUESTS = 9_000;

/**
 * Answers a request of the partner's backend: its key, the key's scope, its rate; a fault becomes a 500 that reveals
 * nothing.
 */
export async function handleApi(
  deps: ApiDependencies,
  request: Request,
  needs: ApiScope,
  answer: (caller: ApiCaller) => Promise<Response>,
): Promise<Response> {
  try {
    const db = deps.database.prisma;
    const key = bearerOf(request);
    const found = key === null ? null : await findApiKey(SYSTEM_SCOPE, db, fingerprint(key));
    if (found === null) {
      return answerUnauthorised();
    }
    const count = await addTry(db, `api ${found.id}`);
    const limits = limitHeaders(count);
    if (count > MOST_REQUESTS) return withHeaders(tooMany(), limits);
    if (!found.scopes.includes(needs)) return withHeaders(missingScope(needs), limits);
    // Nobody waits for it, and a use that is not noted does no harm.
    touchApiKey(SYSTEM_SCOPE, db, found.id).catch(() => log.warn("the use of an API key was not stored"));
    const actor = { id: null, name: `API key ${found.name}` };
    const scope: Scope = { sites: [found.siteId], beyondSites: false, role: "system", actor };
    return withHeaders(await answer({ keyId: found.id, siteId: found.siteId, scope }), limits);
  } catch (error) {
    log.error({ kind: error instanceof Error ? error.name : "unknown" }, "an API request failed");
    return answerProblem("failed");
  }
}

/** How many requests a key has left, as a backend reads it from each answer. */
function limitHeaders(count: number): Record<string, string> {
  return {
    "RateLimit-Limit": String(MOST_REQUESTS),
    "RateLimit-Remaining": String(Math.max(MOST_REQUESTS - count, 0)),
    "RateLimit-Reset": String(secondsOfWindow()),
  };
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

function missingScope(needs: ApiScope): Response {
  const challenge = `Bearer realm="api", error="insufficient_scope", scope="${needs}"`;
  const detail = `This needs a key with the scope ${needs}. Make one in Settings, API keys.`;
  return answerProblem("missing_scope", { detail, headers: { "WWW-Authenticate": challenge } });
}

/** Too often: the caller is to wait until tries count from nothing again. */
export function tooMany(): Response {
  return answerProblem("too_many", { headers: { "Retry-After": String(secondsOfWindow()) } });
}

function bearerOf(request: Request): string | null {
  return /^Bearer ([\w-]{20,100})$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}

/** Parses a JSON body by a schema. @returns the value, or the answer that says what is wrong */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<{ ok: true; value: z.output<Schema> } | { ok: false; answer: Response }> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") return { ok: false, answer: answerProblem("not_json") };
  const encoding = request.headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity") return { ok: false, answer: answerProblem("compressed") };
  const bytes = await readBytes(request, MOST_BODY);
  if (bytes === null) return { ok: false, answer: answerProblem("too_large") };
  const json = readJson(bytes);
  if (!json.ok) return { ok: false, answer: answerProblem(json.problem) };
  const parsed = schema.safeParse(json.value);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, answer: answerInvalid(parsed.error) };
}

type ReadJson = { ok: true; value: unknown } | { ok: false; problem: "not_utf8" | "broken_json" };

/** JSON is UTF-8, and a byte order mark before it is skipped (RFC 8259). */
function readJson(bytes: Uint8Array): ReadJson {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, problem: "not_utf8" };
  }
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, problem: "broken_json" };
  }
}
