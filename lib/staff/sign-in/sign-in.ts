import type { AuditKeys } from "@/lib/audit/record";
import type { Database } from "@/lib/db/connect/client";
import { returnTries } from "@/lib/db/rate-limit";
import { hasSecondFactor } from "@/lib/staff/second-factor/factors-store";
import { findStaffByEmail, lockStaff } from "@/lib/staff/store";
import { beginSession } from "./begin-session";
import { newDevice, readDevice, writeDevice } from "./device";
import type { PasswordGate } from "./password-gate";
import type { Refusals } from "./refusals";
import { countSignIn } from "./sign-in-limits";

export type SignInResult =
  | { ok: true; sessionId: string; staffId: string; name: string; device: string }
  | { ok: false; problem: "wrong_credentials" | "rate_limited" | "busy" };

/** What signing in needs from the process. */
export interface SignInDependencies {
  readonly database: Database;
  readonly auditKeys: AuditKeys;
  readonly passwords: PasswordGate;
  readonly refusals: Refusals;
}

interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** Of the browser; null if unknown. */
  readonly address: string | null;
  readonly userAgent: string | null;
  /** The browser's device cookie. */
  readonly device: string | null;
}

/**
 * Signs a staff member in with e-mail and password. All refusals take equally long: nothing distinguishes an unknown
 * e-mail from a wrong password or a disabled account.
 *
 * @returns a session id and a new device cookie, or why not
 */
export async function signInWithPassword(
  { database, auditKeys, passwords, refusals }: SignInDependencies,
  input: SignInInput,
): Promise<SignInResult> {
  const db = database.prisma;
  const email = input.email.trim().toLowerCase();
  const staff = await findStaffByEmail(db, email);
  const claimed = readDevice(auditKeys.ring, "cookie", input.device);
  const known = claimed !== null && claimed.staffId === staff?.id && claimed.epoch === staff.deviceEpoch;
  const from = { email, address: input.address, device: known ? claimed : null };
  const tried = await countSignIn(db, auditKeys.auditKey, from);
  if (!tried.within) {
    refusals.note(staff?.id ?? null);
    return { ok: false, problem: "rate_limited" };
  }
  const matches = await passwords.check(tried.lane, input.password, staff?.passwordHash ?? null);
  if (matches === "busy") {
    await returnTries(db, tried.keys);
    return { ok: false, problem: "busy" };
  }
  if (staff === null || !matches || staff.disabledAt !== null) {
    refusals.note(staff?.id ?? null);
    return { ok: false, problem: "wrong_credentials" };
  }
  await returnTries(db, tried.keys);
  await refusals.count();
  const sessionId = await db.$transaction(async (tx) => {
    // What was checked may have changed while the password waited for its turn.
    const now = await lockStaff(tx, staff.id);
    const stands = now.passwordHash === staff.passwordHash && now.deviceEpoch === staff.deviceEpoch;
    if (!stands || now.disabledAt !== null) return null;
    await refusals.settle(tx, staff.id);
    // Who has a second factor is signed in once it is given.
    const awaits = await hasSecondFactor(tx, staff.id);
    const firstStep = awaits ? "staff.password_given" : null;
    return beginSession(tx, auditKeys, staff, input, { firstStep, hasFactor: false });
  });
  if (sessionId === null) return { ok: false, problem: "wrong_credentials" };
  const device = writeDevice(auditKeys.ring, "cookie", newDevice(staff));
  return { ok: true, sessionId, staffId: staff.id, name: staff.name, device };
}
