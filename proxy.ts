import { type NextRequest, NextResponse } from "next/server";
import { readEnv } from "@/lib/env";
import { contentSecurityPolicy, securityHeaders } from "@/lib/security-headers";

/** Gives every page a nonce of its own and the security headers; Next takes the nonce from the policy. */
export function proxy(request: NextRequest): NextResponse {
  const env = readEnv();
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const page = {
    connect: /^\/connect(\/|$)/.test(request.nextUrl.pathname),
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

export const config = { matcher: ["/((?!_next/static|icon\\.svg$|favicon\\.ico$|api/webhooks/).*)"] };
