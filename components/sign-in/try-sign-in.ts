import { signIn } from "next-auth/react";
import { z } from "zod";

/** Why sign-in failed: a key of the page's messages. */
export type Problem = "wrong" | "rateLimited" | "busy" | "unavailable" | "failed" | "cookieLost";

const PROBLEMS: Readonly<Record<string, Problem>> = {
  rate_limited: "rateLimited",
  busy: "busy",
  unavailable: "unavailable",
  CredentialsSignin: "wrong",
};
const sessionSchema = z.object({ sid: z.string() });

/** @returns null when signed in */
export async function trySignIn(email: string, password: string): Promise<Problem | null> {
  try {
    const answer = await signIn("credentials", { redirect: false, email, password });
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
