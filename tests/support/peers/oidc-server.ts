import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";
import { z } from "zod";
import { freePort } from "../free-port";

/** What the issuer says of somebody; `sub` is who they are. */
export interface Person {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly groups?: readonly string[];
  readonly amr?: readonly string[];
}

/** An issuer of OpenID Connect on loopback, where everybody signs in without being asked. */
export interface OidcServer {
  readonly issuer: string;
  /** Where its only client is. */
  readonly appUrl: string;
  /** The settings of a server that signs staff in here. */
  readonly settings: Readonly<Record<string, string>>;
  /** Whoever comes next is this person. */
  become(person: Person): void;
  /** The next ID token is of another sign-in, as if somebody had put theirs in its place. */
  spoilNonce(): void;
  /** Everything it gave away that must be written nowhere. */
  secrets(): readonly string[];
  stop(): Promise<void>;
}

const CLIENT_ID = "dashboard";
const tokensSchema = z.object({ access_token: z.string(), id_token: z.string() });

/** Starts one, whose only client is the dashboard at a URL. */
export async function startOidcServer(appUrl: string): Promise<OidcServer> {
  const at = await freePort();
  const issuer = `http://127.0.0.1:${at}`;
  const clientSecret = randomBytes(24).toString("base64url");
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const people = new Map<string, Person>();
  const secrets: string[] = [clientSecret];
  let next: Person | null = null;
  let spoilsNonce = false;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: clientSecret,
        redirect_uris: [`${appUrl}/api/auth/callback/oidc`],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" }] },
    cookies: { keys: [randomBytes(24).toString("base64url")] },
    claims: {
      openid: ["sub", "amr"],
      email: ["email", "email_verified"],
      profile: ["name"],
      groups: ["groups"],
    },
    scopes: ["openid", "email", "profile", "groups"],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ ...people.get(sub), sub }),
    }),
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      const grant = new context.oidc.provider.Grant({
        accountId: session?.accountId ?? "",
        clientId: client?.clientId ?? "",
      });
      grant.addOIDCScope("openid email profile groups");
      await grant.save();
      return grant;
    },
    renderError: (context, { error }) => {
      context.body = error;
    },
  });
  provider.use(async (context, goOn) => {
    if (spoilsNonce && context.path === "/auth" && typeof context.query.nonce === "string") {
      spoilsNonce = false;
      context.query = { ...context.query, nonce: "of-another-sign-in" };
    }
    if (context.path.startsWith("/interaction/")) {
      if (next === null) throw new Error("nobody is at the issuer");
      const { sub: accountId, amr } = next;
      const login = { accountId, remember: false, ...(amr === undefined ? {} : { amr: [...amr] }) };
      await provider.interactionFinished(context.req, context.res, { login });
      return;
    }
    await goOn();
    if (context.path !== "/token") return;
    const given = tokensSchema.safeParse(context.body);
    if (given.success) secrets.push(given.data.access_token, given.data.id_token);
  });
  const server = createServer(provider.callback());
  await new Promise<void>((resolve) => server.listen(at, "127.0.0.1", resolve));
  return {
    ...{ issuer, appUrl },
    settings: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: CLIENT_ID, OIDC_CLIENT_SECRET: clientSecret },
    become: (person) => {
      people.set(person.sub, person);
      next = person;
    },
    spoilNonce: () => {
      spoilsNonce = true;
    },
    secrets: () => secrets,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
