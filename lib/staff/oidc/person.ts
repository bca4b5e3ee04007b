import { z } from "zod";
import type { GivenRole, OidcSettings } from "@/lib/oidc-settings";
import { ownNameSchema } from "../own-details-schema";

/** Somebody as their issuer describes them. */
export interface OidcPerson {
  readonly issuer: string;
  readonly subject: string;
  /** In lower case; null unless the issuer says that it is verified. */
  readonly email: string | null;
  readonly name: string;
  /** The values of the claim that roles are mapped from. */
  readonly roleValues: readonly string[];
  /** How they proved themselves at the issuer: `amr` and `acr`. */
  readonly proofs: readonly string[];
}

const textsSchema = z
  .union([z.string().transform((text) => [text]), z.array(z.string())])
  .optional()
  .catch(undefined)
  .transform((texts) => texts ?? []);
const emailSchema = z.object({
  email: z.email().max(254),
  // Some issuers write it as text.
  email_verified: z.union([z.literal(true), z.literal("true")]),
});
const idTokenSchema = z.object({
  iss: z.string().min(1).max(1_000),
  sub: z.string().min(1).max(255),
  amr: textsSchema,
  acr: textsSchema,
});
const nameSchema = z.object({ name: ownNameSchema });

/** What an issuer says in two places: in the ID token, which it signed, and on request. */
export interface Claims {
  readonly idToken: Readonly<Record<string, unknown>>;
  readonly userinfo: Readonly<Record<string, unknown>>;
}

/**
 * Reads who somebody is. What they proved themselves with counts from the ID token alone: it is about this sign-in.
 *
 * @param roleClaim the claim that roles are mapped from
 * @returns null if the issuer does not say who it is
 */
export function readPerson({ idToken, userinfo }: Claims, roleClaim: string | null): OidcPerson | null {
  const token = idTokenSchema.safeParse(idToken);
  if (!token.success) return null;
  const { iss: issuer, sub: subject, amr, acr } = token.data;
  // An address and whether it is verified are said together, in one of the two places.
  const said = emailSchema.safeParse(idToken.email === undefined ? userinfo : idToken);
  const email = said.success ? said.data.email.toLowerCase() : null;
  const all = { ...userinfo, ...idToken };
  const named = nameSchema.safeParse(all);
  const name = named.success ? named.data.name : (email?.split("@")[0] ?? subject);
  const roleValues = roleClaim === null ? [] : textsSchema.parse(all[roleClaim]);
  return { issuer, subject, email, name, roleValues, proofs: [...amr, ...acr] };
}

/** The role that a mapping gives; null where roles are not mapped, `none` if no value of the person's is mapped. */
export function mapRole(
  roles: OidcSettings["roles"],
  { roleValues }: Pick<OidcPerson, "roleValues">,
): GivenRole | "none" | null {
  if (roles === null) return null;
  return roles.mappings.find(({ value }) => roleValues.includes(value))?.role ?? "none";
}

/** Whether somebody proved themselves with what the operator takes for a second factor. */
export function gaveSecondFactor(
  { secondFactorValues }: Pick<OidcSettings, "secondFactorValues">,
  { proofs }: Pick<OidcPerson, "proofs">,
): boolean {
  return proofs.some((proof) => secondFactorValues.includes(proof));
}
