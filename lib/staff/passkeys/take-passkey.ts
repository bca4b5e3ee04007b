import { type VerifiedAuthenticationResponse, verifyAuthenticationResponse } from "@simplewebauthn/server";
import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { lockStaff } from "../store";
import type { Assertion } from "./answers";
import { type Holder, takeChallenge } from "./challenges";
import type { ChallengePurpose } from "./challenges-store";
import { DECOY_KEY } from "./decoy-key";
import { findPasskey, markPasskeyUsed, type StoredPasskey } from "./passkeys-store";
import { type RelyingEnv, relyingPartyOf, userHandleOf } from "./relying-party";

/** What taking a passkey needs. */
export interface PasskeyDependencies {
  readonly env: RelyingEnv;
  readonly database: Pick<Database, "prisma">;
  readonly auditKeys: AuditKeys;
}

/** An answer of a browser, and what it is an answer to. */
export interface PasskeyAnswer {
  readonly assertion: Assertion;
  readonly holder: Holder;
  readonly purpose: ChallengePurpose;
  /** Whose passkey it must be; null: whoever's it is. */
  readonly staffId: string | null;
}

/** Who proved themselves by a passkey. */
export interface PasskeyOwner {
  readonly staffId: string;
  readonly name: string;
  readonly deviceEpoch: number;
}

export interface PasskeyRefusal {
  readonly ok: false;
  readonly problem: "wrong_passkey" | "passkey_over";
  /** Whose passkey was claimed: for the audit trail, and never for whoever asks. */
  readonly claimed: string | null;
}

/** An answer that was right when it was judged. */
interface JudgedPasskey {
  readonly ok: true;
  readonly credentialId: Uint8Array<ArrayBuffer>;
  readonly passkey: StoredPasskey;
  readonly counter: bigint;
  readonly backedUp: boolean;
}

/**
 * Judges an answer, and spends its challenge whatever comes of it. A passkey that nobody has takes as long as one that
 * somebody has.
 */
export async function judgePasskey(
  { env, database }: PasskeyDependencies,
  { assertion, holder, purpose, staffId }: PasskeyAnswer,
): Promise<JudgedPasskey | PasskeyRefusal> {
  const db = database.prisma;
  const credentialId = Buffer.from(assertion.id, "base64url");
  const passkey = await findPasskey(db, credentialId);
  const claimed = passkey?.staffId ?? null;
  const challenge = await takeChallenge(db, assertion.response.clientDataJSON, holder, purpose);
  if (challenge === null) return { ok: false, problem: "passkey_over", claimed };
  const verified = await verify(env, assertion, challenge, passkey?.publicKey ?? DECOY_KEY);
  const isTheirs = passkey !== null && (staffId === null || staffId === passkey.staffId);
  if (verified === null || !isTheirs || !namesOwner(assertion, passkey, staffId))
    return { ok: false, problem: "wrong_passkey", claimed };
  const { newCounter, credentialBackedUp: backedUp } = verified.authenticationInfo;
  return { ok: true, credentialId, passkey, counter: BigInt(newCounter), backedUp };
}

/**
 * Uses what was judged, under the lock of its owner: who was disabled, signed out everywhere, or lost the passkey
 * meanwhile is refused. So is a counter that went back, of which the trail is told: somebody may have copied the key.
 */
export async function acceptPasskey<Result>(
  { database, auditKeys }: PasskeyDependencies,
  { credentialId, passkey: judged, counter, backedUp }: JudgedPasskey,
  goOn: (tx: Db, owner: PasskeyOwner) => Promise<Result>,
): Promise<Result | PasskeyRefusal> {
  const { staffId, staff } = judged;
  const refused = { ok: false, problem: "wrong_passkey", claimed: staffId } as const;
  return database.prisma.$transaction(async (tx) => {
    const lock = await lockStaff(tx, staffId);
    if (lock.disabledAt !== null || lock.deviceEpoch !== staff.deviceEpoch) return refused;
    const passkey = await findPasskey(tx, credentialId);
    if (passkey?.id !== judged.id) return refused;
    // Authenticators without a counter always say 0.
    if (counter <= passkey.counter && (counter !== 0n || passkey.counter !== 0n)) {
      const scope = { ...SYSTEM_SCOPE, actor: { id: staffId, name: staff.name } };
      const target = { targetType: "staff", targetId: staffId, details: { name: passkey.name } } as const;
      await recordAudit(scope, tx, auditKeys, {
        action: "staff.passkey_copied",
        outcome: "denied",
        ...target,
      });
      return refused;
    }
    await markPasskeyUsed(tx, passkey.id, { counter, backedUp });
    return goOn(tx, { staffId, ...staff });
  });
}

/** Judges an answer, and goes on with what it proves in the transaction that uses it. */
export async function takePasskey<Result>(
  deps: PasskeyDependencies,
  answer: PasskeyAnswer,
  goOn: (tx: Db, owner: PasskeyOwner) => Promise<Result>,
): Promise<Result | PasskeyRefusal> {
  const judged = await judgePasskey(deps, answer);
  return judged.ok ? acceptPasskey(deps, judged, goOn) : judged;
}

/** Whether the authenticator says who its owner is, as it must where nobody else says so. */
function namesOwner(assertion: Assertion, passkey: StoredPasskey, staffId: string | null): boolean {
  const named = assertion.response.userHandle;
  if (named === undefined) return staffId !== null;
  return Buffer.from(named, "base64url").equals(userHandleOf(passkey.staffId));
}

async function verify(
  env: RelyingEnv,
  assertion: Assertion,
  expectedChallenge: string,
  publicKey: Uint8Array<ArrayBuffer>,
): Promise<VerifiedAuthenticationResponse | null> {
  const { id, origin } = relyingPartyOf(env);
  try {
    const verified = await verifyAuthenticationResponse({
      response: assertion,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      // The counter is compared under the lock of its owner, where no other answer comes between.
      credential: { id: assertion.id, publicKey, counter: 0 },
    });
    return verified.verified ? verified : null;
  } catch {
    return null; // the library's way of refusing: it reads nothing but the answer
  }
}
