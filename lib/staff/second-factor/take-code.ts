import type { AuditKeys } from "@/lib/audit/record";
import type { Database } from "@/lib/db/connect/client";
import { countTry, returnTries } from "@/lib/db/rate-limit";
import { findTotp, spendRecoveryCode, takeStep } from "./factors-store";
import { digestOfRecoveryCode, isRecoveryCode, openTotp, stepOfCode } from "./totp";

/** What taking a code needs. */
export interface CodeDependencies {
  readonly database: Pick<Database, "prisma">;
  readonly auditKeys: AuditKeys;
}

/** Wrong codes of one account in 15 minutes, from wherever: whoever gives one knew the password. */
const MOST_TRIES = 10;

export type TakenCode =
  | { readonly ok: true; readonly factor: "totp" | "recovery_code" }
  | { readonly ok: false; readonly problem: "wrong_code" | "too_many" };

/** Takes a code of the app or a recovery code, each of which counts once, however many arrive at the same time. */
export async function takeCode(
  deps: CodeDependencies,
  staffId: string,
  typed: string,
  when: "signing_in" | "setting_up",
): Promise<TakenCode> {
  const db = deps.database.prisma;
  const key = `second factor ${staffId}`;
  if (!(await countTry(db, key, MOST_TRIES))) return { ok: false, problem: "too_many" };
  const factor = await findFactor(deps, staffId, typed, when);
  if (factor === null) return { ok: false, problem: "wrong_code" };
  await returnTries(db, [key]);
  return { ok: true, factor };
}

async function findFactor(
  { database: { prisma: db }, auditKeys }: CodeDependencies,
  staffId: string,
  typed: string,
  when: "signing_in" | "setting_up",
): Promise<"totp" | "recovery_code" | null> {
  if (when === "signing_in" && isRecoveryCode(typed))
    return (await spendRecoveryCode(db, staffId, digestOfRecoveryCode(typed))) ? "recovery_code" : null;
  const row = await findTotp(db, staffId);
  // An app counts for signing in once it is confirmed, and is confirmed once.
  if (row === null || (row.confirmedAt === null) !== (when === "setting_up")) return null;
  const secret = openTotp(auditKeys.ring, row.id, row.secretSealed);
  const step = stepOfCode(secret, typed.replaceAll(/\s/g, ""));
  return step !== null && (await takeStep(db, row.id, step)) ? "totp" : null;
}
