import type { z } from "zod";
import type { AuditKeys } from "@/lib/audit/record";
import { fingerprint } from "@/lib/crypto/secrets";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { addTry, type Tries } from "@/lib/db/rate-limit";
import { routeTemplate } from "@/lib/http/metrics/route-template";
import type { FeedWaits } from "@/lib/live/feed-waits";
import { log } from "@/lib/log";
import { readBytes } from "@/lib/read-bytes";
import { isVouchedFor } from "@/lib/webhooks/receive/peer";
import { mayBeUsedFrom, stateOfKey } from "./keys/api-key-state";
import { type ApiKeyRow, findApiKey, touchApiKey } from "./keys/api-keys-store";
import type { RequestLog } from "./keys/request-log";
import type { ApiScope } from "./keys/scopes";
import { isBound, readsTokens } from "./keys/token-keys";
import { answerInvalid, answerProblem, answerUnauthorised, problemOf } from "./problems";

/** What the API needs. */
export interface ApiDependencies {
  readonly database: Database;
  readonly keys: AuditKeys;
  /** The base URL of connect links, without a path. */
  readonly connectUrl: string;
  readonly feed: FeedWaits;
  readonly requests: Pick<RequestLog, "note">;
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
 * Answers a request of the partner's backend: its key, the key's address, rate and scope; a fault becomes a 500 that
 * reveals nothing. What a known key asked for goes to the request log, which no request waits for.
 */
export async function handleApi(
  deps: ApiDependencies,
  request: Request,
  needs: ApiScope,
  answer: (caller: ApiCaller) => Promise<Response>,
): Promise<Response> {
  const began = performance.now();
  const address = addressOf(request.headers);
  let key: ApiKeyRow | null = null;
  let tries: Tries = { count: 0, seconds: 0 };
  let response: Response;
  try {
    const db = deps.database.prisma;
    const secret = bearerOf(request);
    key = secret === null ? null : await findApiKey(SYSTEM_SCOPE, db, fingerprint(secret));
    if (key === null) return answerUnauthorised();
    tries = await addTry(db, `api ${key.id}`);
    const refusal = refusalOf(key, address, tries, needs);
    if (refusal === null) noteUse(db, key.id, address);
    response = withLimits(refusal ?? (await answer(callerOf(key))), tries);
  } catch (error) {
    log.error({ kind: error instanceof Error ? error.name : "unknown" }, "an API request failed");
    response = answerProblem("failed");
  }
  // A flood is logged once: its refusals would fill the log.
  if (key !== null && tries.count <= MOST_REQUESTS + 1)
    deps.requests.note({
      ...{ siteId: key.siteId, apiKeyId: key.id, address },
      ...{ method: request.method, route: routeTemplate(new URL(request.url).pathname) },
      ...{ status: response.status, problem: problemOf(response) },
      milliseconds: Math.round(performance.now() - began),
    });
  return response;
}

function refusalOf(key: ApiKeyRow, address: string | null, tries: Tries, needs: ApiScope): Response | null {
  const state = stateOfKey(key, new Date());
  if (state !== "active") return answerUnauthorised(state === "expired" ? "key_expired" : "unauthorised");
  if (!mayBeUsedFrom(key, address)) return answerProblem("wrong_address");
  if (tries.count > MOST_REQUESTS) return tooMany(tries);
  if (!key.scopes.includes(needs)) return missingScope(needs);
  // One that was made before such keys had to be bound.
  return readsTokens([needs]) && !isBound(key) ? answerProblem("key_unbound") : null;
}

/** Nobody waits for it, and a use that is not noted does no harm. */
function noteUse(db: Db, keyId: string, address: string | null): void {
  touchApiKey(SYSTEM_SCOPE, db, keyId, address).catch(() => log.warn("the use of an API key was not stored"));
}

function callerOf({ id, siteId, name }: ApiKeyRow): ApiCaller {
  const actor = { id: null, name: `API key ${name}` };
  return { keyId: id, siteId, scope: { sites: [siteId], beyondSites: false, role: "system", actor } };
}

/** The sender's address, if server.ts vouches for it: what a client sends under that name does not count. */
function addressOf(headers: Headers): string | null {
  return isVouchedFor(headers) ? headers.get("x-real-ip") || null : null;
}

/** How many requests a key has left, as a backend reads it from each answer. */
function limitHeaders({ count, seconds }: Tries): Record<string, string> {
  return {
    "RateLimit-Limit": String(MOST_REQUESTS),
    "RateLimit-Remaining": String(Math.max(MOST_REQUESTS - count, 0)),
    "RateLimit-Reset": String(seconds),
  };
}

function withLimits(response: Response, tries: Tries): Response {
  // Without a valid key there is no limit to tell of.
  if (response.status === 401) return response;
  for (const [name, value] of Object.entries(limitHeaders(tries))) response.headers.set(name, value);
  return response;
}

function missingScope(needs: ApiScope): Response {
  const challenge = `Bearer realm="api", error="insufficient_scope", scope="${needs}"`;
  const detail = `This needs a key with the scope ${needs}. Make one in Settings, API keys.`;
  return answerProblem("missing_scope", { detail, headers: { "WWW-Authenticate": challenge } });
}

/** Too often: the caller is to wait until tries count from nothing again. */
export function tooMany({ seconds }: Tries): Response {
  return answerProblem("too_many", { headers: { "Retry-After": String(seconds) } });
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
