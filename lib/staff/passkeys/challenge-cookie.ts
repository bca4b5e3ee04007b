import { cookies } from "next/headers";
import { newSecret } from "@/lib/crypto/secrets";
import { getRuntime } from "@/lib/runtime";

/** Longer than a challenge lasts. */
const MAX_AGE = 15 * 60;

/** What ties challenges to a browser that nobody is signed in at; null if it has none. */
export async function readChallengeCookie(): Promise<string | null> {
  return (await cookies()).get(cookieName())?.value ?? null;
}

/** The same, given to a browser that has none. Only possible where an answer can set cookies. */
export async function keepChallengeCookie(): Promise<string> {
  const value = (await readChallengeCookie()) ?? newSecret();
  const attributes = { path: "/", httpOnly: true, sameSite: "strict", secure: isSecure() } as const;
  (await cookies()).set(cookieName(), value, { ...attributes, maxAge: MAX_AGE });
  return value;
}

// The prefix binds the cookie to this host. Browsers accept it only over https, so on this machine's http it has none.
const isSecure = () => getRuntime().env.APP_URL.startsWith("https://");
const cookieName = () => (isSecure() ? "__Host-anytime-passkey" : "anytime-passkey");
