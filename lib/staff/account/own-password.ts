import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { PasswordFault } from "@/lib/crypto/weak-secret";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { countTry, returnTries } from "@/lib/db/rate-limit";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import type { PasswordGate } from "@/lib/staff/sign-in/password-gate";
import { endOtherSessions, findOwnSecrets, readSessionBegin, replacePassword } from "./own-store";

/** What asking for one's own password needs. */
export interface OwnPasswordDependencies {
  readonly database: Pick<Database, "prisma">;
  readonly auditKeys: AuditKeys;
  readonly passwords: PasswordGate;
}

/** Wrong passwords of one person in 15 minutes: somebody at an unlocked screen guesses no further. */
const MOST_TRIES = 10;

/** How long signing in counts as just done, for whoever has no password. */
const JUST_NOW_MS = 5 * 60_000;

export type PasswordRefusal = "wrong_password" | "too_many" | "busy" | "sign_in_again";

/**
 * Asks whoever is signed in for their password again. Whoever has none must have signed in just now.
 *
 * @returns its hash, null if there is none, or why not
 */
export async function askPassword(
  { database, passwords }: OwnPasswordDependencies,
  { staffId, sessionId }: { readonly staffId: string; readonly sessionId: string },
  password: string,
): Promise<{ ok: true; hash: string | null } | { ok: false; problem: PasswordRefusal }> {
  const { passwordHash } = await findOwnSecrets(database.prisma, staffId);
  if (passwordHash === null) {
    const begunAt = await readSessionBegin(database.prisma, sessionId);
    if (Date.now() - begunAt.getTime() > JUST_NOW_MS) return { ok: false, problem: "sign_in_again" };
    return { ok: true, hash: null };
  }
  const key = `own password ${staffId}`;
  if (!(await countTry(database.prisma, key, MOST_TRIES))) return { ok: false, problem: "too_many" };
  const matches = await passwords.check("known", password, passwordHash);
  if (matches === false) return { ok: false, problem: "wrong_password" };
  await returnTries(database.prisma, [key]);
  return matches === "busy" ? { ok: false, problem: "busy" } : { ok: true, hash: passwordHash };
}

export type PasswordChange =
  | { readonly ok: true; readonly ended: number }
  | { readonly ok: false; readonly problem: PasswordRefusal | PasswordFault };

/** Changes one's own password: asks for the old one, and ends all other sessions. */
export async function changeOwnPassword(
  scope: Scope,
  deps: OwnPasswordDependencies,
  own: { staffId: string; sessionId: string; email: string },
  words: { current: string; next: string },
): Promise<PasswordChange> {
  const asked = await askPassword(deps, own, words.current);
  if (!asked.ok) return asked;
  // Who has none signs in where the operator wants them to: here they set none.
  const { hash: before } = asked;
  if (before === null) return { ok: false, problem: "wrong_password" };
  const made = await hashNewPassword(words.next, own.email);
  if (!made.ok) return { ok: false, problem: made.fault };
  return deps.database.prisma.$transaction(async (tx) => {
    // This locks the person as a sign-in does. Changed elsewhere meanwhile: the old one that was asked for is no longer the right one.
    const hashes = { before, after: made.hash };
    if (!(await replacePassword(tx, own.staffId, hashes))) return { ok: false, problem: "wrong_password" };
    const ended = await endOtherSessions(tx, own.staffId, own.sessionId);
    const target = { targetType: "staff", targetId: own.staffId, details: { ended } } as const;
    const entry = { action: "staff.password_changed", outcome: "done", ...target } as const;
    await recordAudit(scope, tx, deps.auditKeys, entry);
    return { ok: true, ended };
  });
}
