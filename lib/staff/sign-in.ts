import type { AuditKeys } from "@/lib/audit/record";
import { recordAudit } from "@/lib/audit/record";
import { keyedDigest } from "@/lib/crypto/secrets";
import type { Database } from "@/lib/db/client";
import { countTry, networkOf, returnTries } from "@/lib/db/rate-limit";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/scope";
import { checkPassword } from "./password";
import { findStaffByEmail, insertSession } from "./store";

export type SignInResult =
  | { ok: true; sessionId: string; staffId: string; name: string }
  | { ok: false; problem: "wrong_credentials" | "rate_limited" };

/**
 * Failures allowed in a quarter of an hour. The narrow limit is for one e-mail from one address, so that a stranger
 * elsewhere cannot lock anybody out; the wide one for an e-mail slows who guesses from many addresses.
 */
const TRIES_PER_PAIR = 10;
const TRIES_PER_ADDRESS = 50;
const TRIES_PER_EMAIL = 200;

/**
 * Signs a member of staff in with e-mail and password.
 *
 * @param address of the browser, null where unknown
 * @returns a session id, or why not; an unknown e-mail, a wrong password and a disabled account look alike
 */
export async function signInWithPassword(
  database: Database,
  keys: AuditKeys,
  input: { email: string; password: string; address: string | null; userAgent: string | null },
): Promise<SignInResult> {
  const db = database.prisma;
  const limitKey = (part: string) => keyedDigest(Buffer.from(keys.auditKey), "sign-in", part).toString("hex");
  const email = input.email.trim().toLowerCase();
  const address = networkOf(input.address);
  const limits: [string, number][] = [
    [limitKey(`pair ${email} ${address}`), TRIES_PER_PAIR],
    [limitKey(`address ${address}`), TRIES_PER_ADDRESS],
    [limitKey(`email ${email}`), TRIES_PER_EMAIL],
  ];
  const within = await Promise.all(limits.map(([key, most]) => countTry(db, key, most)));
  if (within.includes(false)) return { ok: false, problem: "rate_limited" };

  const staff = await findStaffByEmail(db, email);
  const matches = await checkPassword(input.password, staff?.passwordHash ?? null);
  if (staff === null || !matches || staff.disabledAt !== null) {
    if (staff !== null) await audit(database, keys, staff, "denied");
    return { ok: false, problem: "wrong_credentials" };
  }
  await returnTries(
    db,
    limits.map(([key]) => key),
  );
  const sessionId = await insertSession(db, staff.id, input.userAgent?.slice(0, 300) ?? null);
  await audit(database, keys, staff, "done");
  return { ok: true, sessionId, staffId: staff.id, name: staff.name };
}

async function audit(
  database: Database,
  keys: AuditKeys,
  staff: { id: string; name: string },
  outcome: "done" | "denied",
): Promise<void> {
  const scope: Scope = { ...SYSTEM_SCOPE, actor: { id: staff.id, name: staff.name } };
  const record = { action: "staff.sign_in", outcome, targetType: "staff", targetId: staff.id } as const;
  await database.prisma.$transaction((tx) => recordAudit(scope, tx, keys, record));
}
