import { z } from "zod";
import type { GivenSettings } from "./first-settings";
import { isLoopbackHost } from "./loopback-host";

/** The roles that an issuer can give: who owns the dashboard is decided in the dashboard. */
const GIVEN_ROLES = ["admin", "support", "viewer", "auditor"] as const;
export type GivenRole = (typeof GIVEN_ROLES)[number];

/** A value of the role claim, and the role that it gives. */
export interface RoleMapping {
  readonly value: string;
  readonly role: GivenRole;
}

const NEEDED = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;
const ROLES = `must list claim values and roles, such as dashboard-admins=admin,helpdesk=support; a role is one of ${GIVEN_ROLES.join(", ")}`;

/** The settings of OpenID Connect, as the environment has them. */
export const OIDC_VARIABLES = {
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: "must be a URL such as https://login.example.com/realms/staff" })
    .refine((value) => /^https:/.test(value) || isLoopbackHost(new URL(value).hostname), {
      error: "must be https://: what an issuer says decides who signs in",
    })
    .refine((value) => !/[?#]/.test(value) && new URL(value).username === "", {
      error: "must have no user, ? or #",
    })
    .optional(),
  OIDC_CLIENT_ID: z.string().max(500).optional(),
  OIDC_CLIENT_SECRET: z.string().max(2_000).optional(),
  OIDC_NAME: z.string().trim().min(1).max(60, "must have at most 60 characters").default("OpenID Connect"),
  OIDC_SCOPES: z
    .string()
    .regex(
      /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/,
      "must list scopes with blanks between them",
    )
    .refine((value) => value.split(" ").includes("openid"), { error: "must list openid" })
    .default("openid email profile"),
  OIDC_ROLE_CLAIM: z.string().max(200).optional(),
  OIDC_ROLES: z
    .string()
    .transform((value, context): readonly RoleMapping[] => {
      const read = value.split(",").map(readMapping);
      if (read.every((one) => one !== null)) return read;
      context.addIssue({ code: "custom", message: ROLES });
      return z.NEVER;
    })
    .optional(),
  OIDC_SECOND_FACTOR_VALUES: z
    .string()
    .transform((value) => value.split(",").map((one) => one.trim()))
    .refine((values) => !values.includes(""), { error: "must list values of amr or acr, such as mfa,hwk" })
    .optional(),
};

function readMapping(text: string): RoleMapping | null {
  const at = text.lastIndexOf("=");
  const value = text.slice(0, Math.max(at, 0)).trim();
  const role = GIVEN_ROLES.find((one) => one === text.slice(at + 1).trim());
  return value === "" || role === undefined ? null : { value, role };
}

/** How staff sign in at an issuer of OpenID Connect. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the button calls it. */
  readonly name: string;
  readonly scopes: string;
  /** Null where roles are given in the dashboard alone. */
  readonly roles: { readonly claim: string; readonly mappings: readonly RoleMapping[] } | null;
  /** The values of `amr` and `acr` that stand for a second factor. */
  readonly secondFactorValues: readonly string[];
}

type OidcEnv = z.infer<z.ZodObject<typeof OIDC_VARIABLES>>;

/** The settings of OpenID Connect; null where it is not set up. */
export function oidcSettings(env: OidcEnv): OidcSettings | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  const { OIDC_ROLE_CLAIM: claim, OIDC_ROLES: mappings } = env;
  return {
    ...{ issuer, clientId, clientSecret, name: env.OIDC_NAME, scopes: env.OIDC_SCOPES },
    roles: claim === undefined || mappings === undefined ? null : { claim, mappings },
    secondFactorValues: env.OIDC_SECOND_FACTOR_VALUES ?? [],
  };
}

/** Problems of settings of which one needs another: half a mapping would give everybody the role they were invited to. */
export function halfOidc(given: GivenSettings): string[] {
  const missing = NEEDED.filter((name) => !given[name]);
  const isWanted = Object.keys(OIDC_VARIABLES).some((name) => given[name]);
  const needed = isWanted ? missing.map((name) => `${name} is missing: OpenID Connect needs it.`) : [];
  if (!given.OIDC_ROLE_CLAIM === !given.OIDC_ROLES) return needed;
  const half = given.OIDC_ROLES ? "OIDC_ROLE_CLAIM" : "OIDC_ROLES";
  return [...needed, `${half} is missing: mapping roles needs both the claim and what its values give.`];
}
