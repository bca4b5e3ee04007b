import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type VerifiedRegistrationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import { askPassword, type OwnPasswordDependencies, type PasswordRefusal } from "../account/own-password";
import { endOtherSessions } from "../account/own-store";
import { hasSecondFactor, markSecondFactor, replaceRecoveryCodes } from "../second-factor/factors-store";
import { askFreshFactor, type FactorRefusal } from "../second-factor/freshness";
import type { Own } from "../second-factor/set-up";
import { digestOfRecoveryCode, newRecoveryCodes } from "../second-factor/totp";
import { lockStaff } from "../store";
import type { Attestation } from "./answers";
import { CHALLENGE_MS, keepChallenge, takeChallenge } from "./challenges";
import { insertPasskey, listCredentials } from "./passkeys-store";
import { type RelyingEnv, relyingPartyOf, userHandleOf } from "./relying-party";

/** What registering a passkey needs. */
export type RegisterDependencies = OwnPasswordDependencies & { readonly env: RelyingEnv };

/** What a browser is asked when a passkey is to be made. */
export type PasskeyOrder = PublicKeyCredentialCreationOptionsJSON;

/** EdDSA, ES256 and RS256: what authenticators have. */
const ALGORITHMS = [-8, -7, -257];
/** More than anybody has devices. */
const MOST_PASSKEYS = 20;

type Started =
  | { readonly ok: true; readonly value: PasskeyOrder }
  | {
      readonly ok: false;
      readonly problem: PasswordRefusal | FactorRefusal | "password_missing" | "too_many_passkeys";
    };

/**
 * Begins with a passkey: asks for a fresh second factor of whoever has one, and else for the password.
 *
 * @param password null where a second factor is to do
 */
export async function startPasskey(
  deps: RegisterDependencies,
  own: Own & { readonly email: string; readonly name: string; readonly secondFactorAt: Date | null },
  password: string | null,
): Promise<Started> {
  const { prisma } = deps.database;
  const asked = (await hasSecondFactor(prisma, own.staffId))
    ? askFreshFactor(own.secondFactorAt)
    : password === null
      ? ({ ok: false, problem: "password_missing" } as const)
      : await askPassword(deps, own, password);
  if (!asked.ok) return asked;
  const known = await listCredentials(prisma, own.staffId);
  if (known.length >= MOST_PASSKEYS) return { ok: false, problem: "too_many_passkeys" };
  const party = relyingPartyOf(deps.env);
  const value = await generateRegistrationOptions({
    ...{ rpName: party.name, rpID: party.id, timeout: CHALLENGE_MS, attestationType: "none" },
    ...{ userName: own.email, userDisplayName: own.name, userID: userHandleOf(own.staffId) },
    excludeCredentials: known.map(({ credentialId, transports }) => ({
      id: Buffer.from(credentialId).toString("base64url"),
      transports,
    })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: ALGORITHMS,
  });
  await keepChallenge(prisma, value.challenge, { session: own.sessionId }, "register");
  return { ok: true, value };
}

type Added =
  | { readonly ok: true; readonly value: readonly string[] }
  | { readonly ok: false; readonly problem: "passkey_over" | "not_made" | "already" };

/**
 * Ends with what the authenticator made. As the first second factor it brings recovery codes, and ends other sessions,
 * which did not give it.
 *
 * @returns the recovery codes, this one time; none if there was a second factor before
 */
export async function addPasskey(
  scope: Scope,
  deps: RegisterDependencies,
  own: Own,
  { name, attestation }: { name: string; attestation: Attestation },
): Promise<Added> {
  const { prisma } = deps.database;
  const { clientDataJSON } = attestation.response;
  const challenge = await takeChallenge(prisma, clientDataJSON, { session: own.sessionId }, "register");
  if (challenge === null) return { ok: false, problem: "passkey_over" };
  const made = await verify(deps.env, attestation, challenge);
  if (made === null) return { ok: false, problem: "not_made" };
  const { credential, credentialBackedUp: backedUp } = made;
  const passkey = {
    ...{ name, backedUp, publicKey: credential.publicKey, counter: BigInt(credential.counter) },
    credentialId: Buffer.from(credential.id, "base64url"),
    transports: attestation.response.transports,
  };
  return prisma.$transaction(async (tx) => {
    await lockStaff(tx, own.staffId);
    const isFirst = !(await hasSecondFactor(tx, own.staffId));
    if (!(await insertPasskey(tx, own.staffId, passkey))) return { ok: false, problem: "already" };
    const codes = isFirst ? newRecoveryCodes() : [];
    if (isFirst) {
      await replaceRecoveryCodes(tx, own.staffId, codes.map(digestOfRecoveryCode));
      await endOtherSessions(tx, own.staffId, own.sessionId);
      await markSecondFactor(tx, own.sessionId);
    }
    const target = { targetType: "staff", targetId: own.staffId, details: { name } } as const;
    await recordAudit(scope, tx, deps.auditKeys, {
      action: "staff.passkey_added",
      outcome: "done",
      ...target,
    });
    return { ok: true, value: codes };
  });
}

async function verify(env: RelyingEnv, response: Attestation, expectedChallenge: string) {
  const { id, origin } = relyingPartyOf(env);
  try {
    const verified: VerifiedRegistrationResponse = await verifyRegistrationResponse({
      ...{ response, expectedChallenge, expectedOrigin: origin, expectedRPID: id },
      ...{ requireUserVerification: true, supportedAlgorithmIDs: ALGORITHMS },
    });
    return verified.verified ? verified.registrationInfo : null;
  } catch {
    return null; // the library's way of refusing: it reads nothing but the answer
  }
}
