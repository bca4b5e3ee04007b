import { type NextRequest, NextResponse } from "next/server";
import { type Env, readEnv } from "@/lib/env";
import type { Runtime } from "@/lib/runtime";
import { contentSecurityPolicy, securityHeaders } from "@/lib/security-headers";

/** Gives every page a nonce of its own and the security headers; Next takes the nonce from the policy. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const env = readEnv();
  const { pathname } = request.nextUrl;
  const host = request.headers.get("host") ?? "";
  if (isConnectHost(env, host) && !CONNECT_PATHS.test(pathname))
    return new NextResponse(null, { status: 404 });
  const connect = /^\/connect(\/|$)/.test(pathname);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const page = {
    connect,
    host,
    scriptHosts: connect ? await readScriptHosts() : [],
    bankOrigin: env.ANYTIME_CONNECT_ORIGIN,
    https: env.APP_URL.startsWith("https://"),
    development: process.env.NODE_ENV === "development",
  };
  const policy = contentSecurityPolicy(page, nonce);

  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-page-path", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of securityHeaders(page)) response.headers.set(name, value);
  return response;
}

// The process's runtime is there before the first request. Importing it would put all of the server into this file.
const RUNTIME = Symbol.for("anytime-connect.runtime");

/** None where the database is away: the page says so itself. */
async function readScriptHosts(): Promise<readonly string[]> {
  const { [RUNTIME]: runtime } = globalThis as { [RUNTIME]?: Runtime };
  return runtime?.scriptHosts().catch(() => []) ?? [];
}

/** What the connect page's own host answers: its pages and their endpoints. Staff pages are not to be reached there. */
const CONNECT_PATHS = /^\/(?:connect|api\/connect)\//;

function isConnectHost({ CONNECT_URL: own, APP_URL: shared }: Env, host: string): boolean {
  if (own === undefined || new URL(own).host === new URL(shared).host) return false;
  // The same host may be written with capitals, a last dot, or the port that goes without saying.
  const named = `${new URL(own).protocol}//${host.replace(/\.(?=:|$)/, "")}`;
  return URL.canParse(named) && new URL(named).host === new URL(own).host;
}

export const config = { matcher: ["/((?!_next/static|icon\\.svg$|favicon\\.ico$|api/webhooks/).*)"] };
