import { z } from "zod";
import { readJson } from "@/lib/read-json";

/** Those of OpenID Connect, where it is set up. */
const OIDC_ACTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ["signin/oidc", ["POST"]],
  ["callback/oidc", ["GET"]],
]);

/** The actions and methods of next-auth that we use; it would answer everything else with a 500 or its own page. */
const ACTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ["csrf", ["GET"]],
  ["session", ["GET", "POST"]],
  ["providers", ["GET"]],
  ["signin", ["GET"]],
  ["signin/credentials", ["GET", "POST"]],
  ["callback/credentials", ["POST"]],
  ["signin/passkey", ["POST"]],
  ["callback/passkey", ["POST"]],
  ["signin/second-step", ["POST"]],
  ["callback/second-step", ["POST"]],
  ["signout", ["GET", "POST"]],
  ["error", ["GET"]],
  ["_log", ["POST"]],
]);

const BASE = "http://localhost";
const callbackUrl = z.string().refine(isPlace).optional();
const inputSchema = z.object({ callbackUrl });

/** An old or foreign cookie may contain anything. */
const CALLBACK_COOKIE = /(?:^|; )((?:__Host-)?next-auth\.callback-url)=([^;]*)/;

const PROBLEMS = {
  unknown_action: { status: 404, message: "There is no such action." },
  method_not_allowed: { status: 405, message: "This action takes another method." },
  not_readable: { status: 400, message: "The body is not the JSON object or the form it says it is." },
  invalid_callback_url: { status: 400, message: "callbackUrl is not a URL." },
  invalid_cookie: {
    status: 400,
    message: "The callback-url cookie is not a URL. It was removed: try again.",
  },
} as const;

/**
 * Refuses requests that cannot be ours, before they reach next-auth.
 *
 * @param action the path below /api/auth/
 * @param withOidc whether OpenID Connect is set up
 * @returns null if next-auth may have it
 */
export async function refuseAuthRequest(
  request: Request,
  action: string,
  withOidc = false,
): Promise<Response | null> {
  const methods = ACTIONS.get(action) ?? (withOidc ? OIDC_ACTIONS.get(action) : undefined);
  if (methods === undefined) return refuse("unknown_action");
  if (!methods.includes(request.method)) return refuse("method_not_allowed", { Allow: methods.join(", ") });
  const [, name, value] = CALLBACK_COOKIE.exec(request.headers.get("cookie") ?? "") ?? [];
  if (name !== undefined && !isPlace(decode(value ?? ""))) {
    const secure = name.startsWith("__Host-") ? "; Secure" : "";
    return refuse("invalid_cookie", { "Set-Cookie": `${name}=; Path=/; HttpOnly; Max-Age=0${secure}` });
  }
  const query = Object.fromEntries(new URL(request.url).searchParams);
  if (!inputSchema.safeParse(query).success) return refuse("invalid_callback_url");
  if (request.method !== "POST") return null;
  const body = await readFields(request.clone());
  if (body === null) return refuse("not_readable");
  return inputSchema.safeParse(body).success ? null : refuse("invalid_callback_url");
}

/**
 * A page of ours to go to; the first page if the requested one is not ours (an old cookie may contain anything).
 */
export function safeDestination(url: string, base: string): string {
  if (url.startsWith("/") && !url.startsWith("//")) return `${base}${url}`;
  return URL.canParse(url) && new URL(url).origin === new URL(base).origin ? url : base;
}

/** What next-auth accepts as a page to go to. */
function isPlace(value: string): boolean {
  const url = value.startsWith("/") ? `${BASE}${value}` : value;
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return ""; // which is not a page
  }
}

async function readFields(request: Request): Promise<Readonly<Record<string, unknown>> | null> {
  const type = request.headers.get("content-type") ?? "";
  const text = await request.text();
  if (!type.includes("application/json")) return Object.fromEntries(new URLSearchParams(text));
  const parsed = z.record(z.string(), z.unknown()).safeParse(readJson(text));
  return parsed.success ? parsed.data : null;
}

function refuse(code: keyof typeof PROBLEMS, headers: Readonly<Record<string, string>> = {}): Response {
  const { status, message } = PROBLEMS[code];
  const init = { status, headers: { "Cache-Control": "no-store", ...headers } };
  return Response.json({ error: { code, message } }, init);
}
