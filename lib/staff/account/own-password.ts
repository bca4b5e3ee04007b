import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { PasswordFault } from "@/lib/crypto/weak-secret";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { countTry, returnTries } from "@/lib/db/rate-limit";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import type { PasswordGate } from "@/lib/staff/sign-in/password-gate";
import { endOtherSessions, findOwnSecrets, replacePassword } from "./own-store";

/** What asking for one's own password needs. */
export interface OwnPasswordDependencies {
  readonly database: Pick<Database, "prisma">;
  readonly auditKeys: AuditKeys;
  readonly passwords: PasswordGate;
}

/** Wrong passwords of one person in 15 minutes: somebody at an unlocked screen guesses no further. */
const MOST_TRIES = 10;

export type PasswordRefusal = "wrong_password" | "too_many" | "busy";

/**
 * Asks whoever is signed in for their password again.
 *
 * @returns its hash, or why not
 */
export async function askPassword(
  { database, passwords }: OwnPasswordDependencies,
  staffId: string,
  password: string,
): Promise<{ ok: true; hash: string } | { ok: false; problem: PasswordRefusal }> {
  const key = `own password ${staffId}`;
  if (!(await countTry(database.prisma, key, MOST_TRIES))) return { ok: false, problem: "too_many" };
  const { passwordHash } = await findOwnSecrets(database.prisma, staffId);
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
  const asked = await askPassword(deps, own.staffId, words.current);
  if (!asked.ok) return asked;
  const made = await hashNewPassword(words.next, own.email);
  if (!made.ok) return { ok: false, problem: made.fault };
  return deps.database.prisma.$transaction(async (tx) => {
    // This locks the person as a sign-in does. Changed elsewhere meanwhile: the old one that was asked for is no longer the right one.
    const hashes = { before: asked.hash, after: made.hash };
    if (!(await replacePassword(tx, own.staffId, hashes))) return { ok: false, problem: "wrong_password" };
    const ended = await endOtherSessions(tx, own.staffId, own.sessionId);
    const target = { targetType: "staff", targetId: own.staffId, details: { ended } } as const;
    const entry = { action: "staff.password_changed", outcome: "done", ...target } as const;
    await recordAudit(scope, tx, deps.auditKeys, entry);
    return { ok: true, ended };
  });
}
