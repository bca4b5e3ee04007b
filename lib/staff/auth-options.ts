import { type CookiesOptions, getServerSession, type NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { z } from "zod";
import { faultOf } from "@/lib/db/fault";
import { log } from "@/lib/log";
import { getRuntime } from "@/lib/runtime";
import { safeDestination } from "./auth-request";
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
const codeSchema = z.object({ code: z.string().min(1).max(100) });
const sessionSchema = z.object({ sid: z.uuid() });
const userSchema = z.object({ sessionId: z.uuid() });

/** The cookie's JWT contains only a session id: the owner is read from the session's row each time. */
export function authOptions(): NextAuthOptions {
  return {
    secret: getRuntime().env.NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: 14 * 86_400 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    cookies: sessionCookies(),
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: async (credentials, request) => {
          const input = credentialsSchema.safeParse(credentials);
          if (!input.success) return null;
          const result = await signInWithPassword(getRuntime(), {
            ...input.data,
            address: header(request.headers, "x-real-ip"),
            userAgent: header(request.headers, "user-agent"),
            device: await readDeviceCookie(),
          }).catch(rethrowPlainly);
          if (result.ok) {
            await setDeviceCookie(result.device);
            return { id: result.staffId, name: result.name, sessionId: result.sessionId };
          }
          // next-auth passes a thrown message to the form as `error`; null becomes "CredentialsSignin".
          if (result.problem !== "wrong_credentials") throw new Error(result.problem);
          return null;
        },
      }),
      CredentialsProvider({
        id: "second-step",
        credentials: { code: { type: "text" } },
        authorize: async (credentials, request) => {
          const input = codeSchema.safeParse(credentials);
          const sessionId = await readSessionId();
          if (!input.success || sessionId === null) throw new Error("over");
          const result = await passSecondStep(getRuntime(), {
            ...{ sessionId, code: input.data.code },
            address: header(request.headers, "x-real-ip"),
            userAgent: header(request.headers, "user-agent"),
          }).catch(rethrowPlainly);
          if (!result.ok) throw new Error(result.problem);
          return { id: result.staffId, name: result.name, sessionId: result.sessionId };
        },
      }),
    ],
    callbacks: {
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

/**
 * The prefix binds a cookie to this host, its whole path and https. Browsers accept it over https only, so on this
 * machine's http there is none.
 */
function sessionCookies(): Pick<CookiesOptions, "sessionToken" | "callbackUrl"> {
  const secure = getRuntime().env.APP_URL.startsWith("https://");
  const nameOf = (name: string) => `${secure ? "__Host-" : ""}next-auth.${name}`;
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure } as const;
  return {
    sessionToken: { name: nameOf("session-token"), options },
    callbackUrl: { name: nameOf("callback-url"), options },
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
