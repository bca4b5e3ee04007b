import { decodeJwt } from "jose";
import { headers } from "next/headers";
import type { Profile, User } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { faultOf } from "@/lib/db/fault";
import { log } from "@/lib/log";
import { type OidcSettings, oidcSettings } from "@/lib/oidc-settings";
import { getRuntime } from "@/lib/runtime";
import { findLiveSession } from "../store";
import { takeLink } from "./identities-store";
import { linkIdentity } from "./own-identity";
import { type Claims, readPerson } from "./person";
import { signInWithOidc } from "./sign-in-with-oidc";

/** The name of the provider in next-auth's addresses. */
const OIDC_PROVIDER = "oidc";
const TIMEOUT_MS = 5_000;

/** What next-auth hands on between the steps of one request: claims, and then what became of them. */
interface SaidClaims extends Profile, Claims {}
interface Outcome extends User {
  readonly sessionId?: string;
  /** Where the person reads what went wrong. */
  readonly refusedTo?: string;
}
const refusedSchema = z.object({ refusedTo: z.string().startsWith("/") });

/** The provider of OpenID Connect, where it is set up. */
export function oidcProviders(readSessionId: () => Promise<string | null>): OAuthConfig<SaidClaims>[] {
  const settings = oidcSettings(getRuntime().env);
  return settings === null ? [] : [makeProvider(settings, readSessionId)];
}

function makeProvider(
  settings: OidcSettings,
  readSessionId: () => Promise<string | null>,
): OAuthConfig<SaidClaims> {
  const { issuer, clientId, clientSecret, name, scopes } = settings;
  return {
    ...{ id: OIDC_PROVIDER, type: "oauth", name, clientId, clientSecret, issuer },
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    authorization: { params: { scope: scopes } },
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    httpOptions: { timeout: TIMEOUT_MS },
    userinfo: {
      request: async ({ tokens, client }): Promise<SaidClaims> => {
        const { issuer: said, userinfo_endpoint: endpoint } = client.issuer.metadata;
        if (said !== issuer) throw new IssuerMismatch();
        // next-auth has verified it: signature, audience, nonce and times.
        const idToken = decodeJwt(tokens.id_token ?? "");
        if (endpoint === undefined || tokens.access_token === undefined) return { idToken, userinfo: {} };
        const userinfo = await client.userinfo(tokens.access_token);
        if (userinfo.sub !== idToken.sub) throw new Error("userinfo is about somebody else");
        return { idToken, userinfo };
      },
    },
    profile: async (claims) => {
      try {
        return await takeClaims(settings, claims, await readSessionId());
      } catch (error) {
        // next-auth would lead back to the form without a word.
        log.error({ kind: error instanceof Error ? error.name : "unknown" }, "sign-in failed");
        const fault = faultOf(error);
        return refused(
          `/sign-in?error=oidc_${fault === "gone" || fault === "busy" ? "unavailable" : "failed"}`,
        );
      }
    },
  };
}

/** Links an identity in a session whose owner asked for that, and signs in otherwise. */
async function takeClaims(
  settings: OidcSettings,
  claims: Claims,
  sessionId: string | null,
): Promise<Outcome> {
  const runtime = getRuntime();
  const person = readPerson(claims, settings.roles?.claim ?? null);
  if (person === null) return refused("/sign-in?error=oidc_failed");
  const db = runtime.database.prisma;
  const session = sessionId === null ? null : await findLiveSession(db, sessionId);
  if (session !== null && (await takeLink(db, session.id))) {
    const { id, name, email, role } = session.staff;
    const scope = { sites: [], beyondSites: true, role, actor: { id, name } };
    const problem = await linkIdentity(scope, runtime, { staffId: id, email }, person);
    return problem === null ? { id, sessionId: session.id } : refused(`/account?identity=${problem}`);
  }
  const from = await headers();
  const origin = { address: from.get("x-real-ip"), userAgent: from.get("user-agent") };
  const signedIn = await signInWithOidc(runtime, settings, person, origin);
  if (!signedIn.ok) return refused(`/sign-in?error=oidc_${signedIn.problem}`);
  return { id: signedIn.staffId, name: signedIn.name, sessionId: signedIn.sessionId };
}

function refused(refusedTo: string): Outcome {
  return { id: "refused", refusedTo };
}

/** next-auth's question whether somebody may sign in, after the provider has decided. @returns where to go if not */
export function whereRefused(user: unknown): string | null {
  const refusal = refusedSchema.safeParse(user);
  return refusal.success ? new URL(refusal.data.refusedTo, getRuntime().env.APP_URL).href : null;
}

/** The discovered document names another issuer than OIDC_ISSUER does, letter for letter. */
class IssuerMismatch extends Error {
  override name = "IssuerMismatch";
  readonly code = "OIDC_ISSUER_MISMATCH";
}

const codeSchema = z.object({ code: z.string().regex(/^[A-Z_]{1,40}$/) });
const givenSchema = z.union([z.instanceof(Error), z.object({ error: z.instanceof(Error) })]);

/** Writes that something between us and the issuer failed: which step, and the kind of failure. Messages may hold secrets. */
export function noteFailure(step: string, given: unknown): void {
  if (!/OAUTH/.test(step)) return;
  const read = givenSchema.safeParse(given);
  const error = !read.success ? null : read.data instanceof Error ? read.data : read.data.error;
  const code = codeSchema.safeParse(error);
  log.warn(
    { step, kind: error?.name, code: code.success ? code.data.code : undefined },
    "OpenID Connect failed",
  );
}
