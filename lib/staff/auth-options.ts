import { type CookiesOptions, getServerSession, type NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { faultOf } from "@/lib/db/fault";
import { log } from "@/lib/log";
import { readJson } from "@/lib/read-json";
import { getRuntime } from "@/lib/runtime";
import { safeDestination } from "./auth-request";
import { noteFailure, oidcProviders, whereRefused } from "./oidc/provider";
import { assertionSchema } from "./passkeys/answers";
import { readChallengeCookie } from "./passkeys/challenge-cookie";
import { signInWithPasskey } from "./passkeys/sign-in-with-passkey";
import { passSecondStep } from "./second-factor/second-step";
import { readDeviceCookie, setDeviceCookie } from "./sign-in/device-cookie";
import { signInWithPassword } from "./sign-in/sign-in";
import { revokeSession } from "./store";

const credentialsSchema = z.object({
  email: z
    .string()
    .max(254)
    .regex(/^\P{Cc}*$/u),
  password: z.string().max(1_000),
});
/** A form's field: what the browser answered, as JSON. */
const passkeySchema = z.object({
  passkey: z.string().max(100_000).transform(readJson).pipe(assertionSchema),
});
const factorSchema = z.union([z.object({ code: z.string().min(1).max(100) }), passkeySchema]);
/** How long somebody may be away at their issuer. */
const AWAY_SECONDS = 15 * 60;
const sessionSchema = z.object({ sid: z.uuid() });
const userSchema = z.object({ sessionId: z.uuid() });

/** The cookie's JWT contains only a session id: the owner is read from the session's row each time. */
export function authOptions(): NextAuthOptions {
  return {
    secret: getRuntime().env.NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: 14 * 86_400 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    cookies: sessionCookies(),
    logger: { error: noteFailure, warn: () => undefined, debug: () => undefined },
    providers: [
      ...[passwordProvider(), passkeyProvider(), secondStepProvider()],
      ...oidcProviders(readSessionId),
    ],
    callbacks: {
      signIn: ({ user }) => whereRefused(user) ?? true,
      jwt: ({ token, user }) => {
        const signedIn = userSchema.safeParse(user);
        return signedIn.success ? { sid: signedIn.data.sessionId } : { sid: token.sid };
      },
      redirect: ({ url, baseUrl }) => safeDestination(url, baseUrl),
      session: ({ session, token }) => ({ expires: session.expires, sid: token.sid }),
    },
    events: {
      signOut: async ({ token }) => {
        const sid = z.uuid().safeParse(token?.sid);
        if (sid.success) await revokeSession(getRuntime().database.prisma, sid.data);
      },
    },
  };
}

function passwordProvider() {
  return CredentialsProvider({
    credentials: { email: { type: "email" }, password: { type: "password" } },
    authorize: async (credentials, request) => {
      const input = credentialsSchema.safeParse(credentials);
      if (!input.success) return null;
      const from = { ...originOf(request), device: await readDeviceCookie() };
      const result = await signInWithPassword(getRuntime(), { ...input.data, ...from }).catch(rethrowPlainly);
      if (result.ok) return takeSignIn(result);
      // next-auth passes a thrown message to the form as `error`; null becomes "CredentialsSignin".
      if (result.problem !== "wrong_credentials") throw new Error(result.problem);
      return null;
    },
  });
}

function passkeyProvider() {
  return CredentialsProvider({
    id: "passkey",
    credentials: { passkey: { type: "text" } },
    authorize: async (credentials, request) => {
      const input = passkeySchema.safeParse(credentials);
      if (!input.success) throw new Error("wrong_passkey");
      const from = {
        ...originOf(request),
        device: await readDeviceCookie(),
        browser: await readChallengeCookie(),
      };
      const given = { assertion: input.data.passkey, ...from };
      const result = await signInWithPasskey(getRuntime(), given).catch(rethrowPlainly);
      if (!result.ok) throw new Error(result.problem);
      return takeSignIn(result);
    },
  });
}

function secondStepProvider() {
  return CredentialsProvider({
    id: "second-step",
    credentials: { code: { type: "text" }, passkey: { type: "text" } },
    authorize: async (credentials, request) => {
      const input = factorSchema.safeParse(credentials);
      const sessionId = await readSessionId();
      if (!input.success || sessionId === null) throw new Error("over");
      const step = { sessionId, given: input.data, ...originOf(request) };
      const result = await passSecondStep(getRuntime(), step).catch(rethrowPlainly);
      if (!result.ok) throw new Error(result.problem);
      return { id: result.staffId, name: result.name, sessionId: result.sessionId };
    },
  });
}

/** Makes the browser a known one, and hands the session to next-auth. */
async function takeSignIn(done: { device: string; staffId: string; name: string; sessionId: string }) {
  await setDeviceCookie(done.device);
  return { id: done.staffId, name: done.name, sessionId: done.sessionId };
}

function originOf({ headers }: { headers?: Record<string, unknown> | undefined }) {
  return { address: header(headers, "x-real-ip"), userAgent: header(headers, "user-agent") };
}

/**
 * The prefix binds a cookie to this host, its whole path and https. Browsers accept it over https only, so on this
 * machine's http there is none.
 */
function sessionCookies(): Omit<CookiesOptions, "csrfToken"> {
  const secure = getRuntime().env.APP_URL.startsWith("https://");
  const nameOf = (name: string) => `${secure ? "__Host-" : ""}next-auth.${name}`;
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
  return {
    sessionToken: { name: nameOf("session-token"), options },
    callbackUrl: { name: nameOf("callback-url"), options },
    // Between the button of OpenID Connect and the way back.
    pkceCodeVerifier: { name: nameOf("pkce.code_verifier"), options: { ...options, maxAge: AWAY_SECONDS } },
    state: { name: nameOf("state"), options: { ...options, maxAge: AWAY_SECONDS } },
    nonce: { name: nameOf("nonce"), options: { ...options, maxAge: AWAY_SECONDS } },
  };
}

/** The session id in this browser's cookie, whatever that session may open; null if there is none, or it is not ours. */
export async function readSessionId(): Promise<string | null> {
  const session = sessionSchema.safeParse(await getServerSession(authOptions()));
  return session.success ? session.data.sid : null;
}

/** next-auth passes an error's message to the client: it must not reveal internals. */
function rethrowPlainly(error: unknown): never {
  log.error({ kind: error instanceof Error ? error.name : "unknown" }, "sign-in failed");
  const fault = faultOf(error);
  throw new Error(fault === "gone" || fault === "busy" ? "unavailable" : "failed");
}

function header(headers: Record<string, unknown> | undefined, name: string): string | null {
  const value = headers?.[name];
  return typeof value === "string" ? value : null;
}
