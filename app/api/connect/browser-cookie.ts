import { fingerprint } from "@/lib/crypto/secrets";
import { connectUrl, type Env } from "@/lib/env";

const MAX_AGE_S = 60 * 86_400;
const VALUE = /^[\w-]{32}$/;

/** One cookie per link, so that two links in one browser do not share it. Its name reveals no secret. */
function cookieName(secret: string): string {
  return `connect-${fingerprint(secret).toString("hex").slice(0, 16)}`;
}

/** The browser's proof that an attempt on this link is its own; null if it has none. */
export function browserCookie(request: Request, secret: string): string | null {
  const name = `${cookieName(secret)}=`;
  const pair = (request.headers.get("cookie") ?? "").split("; ").find((each) => each.startsWith(name));
  const value = pair?.slice(name.length);
  return value !== undefined && VALUE.test(value) ? value : null;
}

/** Sets the cookie. Only the page's own requests send it, and no script can read it. */
export function holdBrowser(response: Response, env: Env, secret: string, value: string): Response {
  const secure = connectUrl(env).startsWith("https://") ? "; Secure" : "";
  response.headers.append(
    "Set-Cookie",
    `${cookieName(secret)}=${value}; Path=/api/connect; HttpOnly; SameSite=Strict; Max-Age=${MAX_AGE_S}${secure}`,
  );
  return response;
}
