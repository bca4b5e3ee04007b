import type { AuthenticationResponseJSON } from "@simplewebauthn/browser";
import { signIn } from "next-auth/react";
import * as z from "zod/mini";

/** Why sign-in failed: a key of the page's messages, or of those of passkeys. */
export type Problem =
  | "wrong"
  | "wrongCode"
  | "codeOver"
  | "rateLimited"
  | "busy"
  | "unavailable"
  | "failed"
  | "cookieLost"
  | "wrong_passkey"
  | "passkey_over";

const PROBLEMS: Readonly<Record<string, Problem>> = {
  rate_limited: "rateLimited",
  busy: "busy",
  unavailable: "unavailable",
  CredentialsSignin: "wrong",
  wrong_code: "wrongCode",
  too_many: "rateLimited",
  over: "codeOver",
  wrong_passkey: "wrong_passkey",
  passkey_over: "passkey_over",
};
const sessionSchema = z.object({ sid: z.string() });

/** @returns null when signed in, or when only the second factor is missing */
export function trySignIn(email: string, password: string): Promise<Problem | null> {
  return tryWith("credentials", { email, password });
}

/** Signs in with a passkey alone. @returns null when signed in */
export function tryPasskey(passkey: AuthenticationResponseJSON): Promise<Problem | null> {
  return tryWith("passkey", { passkey: JSON.stringify(passkey) });
}

/** The second step, in the session that waits for it. @returns null when signed in */
export function trySecondStep(given: string | AuthenticationResponseJSON): Promise<Problem | null> {
  return tryWith(
    "second-step",
    typeof given === "string" ? { code: given } : { passkey: JSON.stringify(given) },
  );
}

async function tryWith(provider: string, given: Record<string, string>): Promise<Problem | null> {
  try {
    // Else it is this page's own address, and next-auth takes an `error` in that for one of the answer.
    const answer = await signIn(provider, { redirect: false, callbackUrl: "/", ...given });
    if (answer === undefined) return "failed";
    if (answer.error) return PROBLEMS[answer.error] ?? "failed";
    if (!answer.ok) return "failed";
    return (await isSessionKept()) ? null : "cookieLost";
  } catch {
    return "failed"; // no answer, or one that next-auth did not write
  }
}

/**
 * Whether the browser sends back the cookie it just got: it keeps none if cookies are off, and no https-only cookie if
 * the page was opened over http. Continuing would lead back here without a word.
 */
async function isSessionKept(): Promise<boolean> {
  const response = await fetch("/api/auth/session", { cache: "no-store" });
  if (!response.ok) throw new Error("the session cannot be read");
  return sessionSchema.safeParse(await response.json()).success;
}

/** The URL to sign in at instead, if this browser would drop the cookie. */
export function properAddress(appUrl: string, opened: Location): string | null {
  const wrong = new URL(appUrl).protocol === "https:" && opened.protocol === "http:";
  return wrong ? `${new URL(appUrl).origin}/sign-in${opened.search}` : null;
}
