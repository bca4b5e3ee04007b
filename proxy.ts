import { type NextRequest, NextResponse } from "next/server";
import { readEnv } from "@/lib/env";
import { makePlainAnswer } from "@/lib/http/front/answer-plainly";
import { originHeaders, placeRequest, readOwnHosts } from "@/lib/http/hosts/own-hosts";
import type { Runtime } from "@/lib/runtime";
import { contentSecurityPolicy, securityHeaders } from "@/lib/security-headers";

/** Gives every page its own nonce and the security headers; Next takes the nonce from the policy. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const env = readEnv();
  const { pathname } = request.nextUrl;
  // If server.ts is in front of Next, it has already decided; elsewhere only this decides.
  const place = placeRequest(readOwnHosts(env), request.headers.get("host"), pathname);
  if (place.kind !== "serve") {
    const { text, ...init } = makePlainAnswer(place.kind, request.headers.get("accept-language"));
    return new NextResponse(text, init);
  }
  const connect = /^\/connect(\/|$)/.test(pathname);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const page = {
    connect,
    host: place.host,
    scriptHosts: connect ? await readScriptHosts() : [],
    bankOrigin: env.ANYTIME_CONNECT_ORIGIN,
    https: place.https,
    development: process.env.NODE_ENV === "development",
  };
  const policy = contentSecurityPolicy(page, nonce);

  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(originHeaders(place))) headers.set(name, value);
  headers.set("x-nonce", nonce);
  headers.set("x-page-path", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of securityHeaders(page)) response.headers.set(name, value);
  return response;
}

// The process's runtime exists before the first request. Importing it would put the whole server into this file.
const RUNTIME = Symbol.for("anytime-connect.runtime");

/** None if the database is unavailable: the page says so itself. */
async function readScriptHosts(): Promise<readonly string[]> {
  const { [RUNTIME]: runtime } = globalThis as { [RUNTIME]?: Runtime };
  return runtime?.scriptHosts().catch(() => []) ?? [];
}

// Files of public/ need no page headers, and probes come before everything.
export const config = {
  matcher: [
    "/((?!_next/static|icons/|icon\\.svg$|favicon\\.ico$|robots\\.txt$|site\\.webmanifest$|\\.well-known/|api/webhooks/).*)",
  ],
};
