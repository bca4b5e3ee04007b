import type { AuditKeys } from "@/lib/audit/record";
import type { Database, Db } from "@/lib/db/connect/client";
import { countTry, forgetTries, returnTries } from "@/lib/db/rate-limit";
import { lockStaff } from "../store";
import { findTotp, spendRecoveryCode, takeStep } from "./factors-store";
import { digestOfRecoveryCode, isRecoveryCode, openTotp, stepOfCode } from "./totp";

/** What taking a code needs. */
export interface CodeDependencies {
  readonly database: Pick<Database, "prisma">;
  readonly auditKeys: AuditKeys;
}

/** Wrong codes of one account in 15 minutes, from wherever: whoever gives one knew the password. */
export const MOST_TRIES = 10;

/** A code that counted; of an app, with the row that it proved. */
export type TakenCode =
  | { readonly factor: "totp"; readonly id: string }
  | { readonly factor: "recovery_code" };
type When = "signing_in" | "setting_up";

/**
 * Takes a code of the app or a recovery code, each of which counts once, however many arrive at the same time, and goes
 * on in the same transaction: where that fails, the code is not spent. Recovery codes are counted by themselves, so that
 * whoever guesses at the app's codes keeps nobody from using one.
 */
export async function takeCode<Result>(
  deps: CodeDependencies,
  staffId: string,
  typed: string,
  when: When,
  goOn: (tx: Db, taken: TakenCode) => Promise<Result>,
): Promise<Result | { readonly ok: false; readonly problem: "wrong_code" | "too_many" }> {
  const db = deps.database.prisma;
  const isRecovery = when === "signing_in" && isRecoveryCode(typed);
  const key = keyOfTries(staffId, isRecovery ? "recovery" : "app");
  if (!(await countTry(db, key, MOST_TRIES))) return { ok: false, problem: "too_many" };
  const result = await db.$transaction(async (tx) => {
    await lockStaff(tx, staffId);
    const taken = isRecovery
      ? await takeRecoveryCode(tx, staffId, typed)
      : await takeAppCode(deps, tx, staffId, typed, when);
    return taken === null ? null : { value: await goOn(tx, taken) };
  });
  if (result === null) return { ok: false, problem: "wrong_code" };
  await returnTries(db, [key]);
  return result.value;
}

/** What tries at a second factor are counted under, each kind by itself. */
export function keyOfTries(staffId: string, kind: "app" | "recovery" | "passkey"): string {
  return `${keyOf(staffId)} ${kind}`;
}

/** Forgets wrong codes, for somebody whom others keep out. */
export async function forgetCodes(db: Db, staffId: string): Promise<void> {
  await forgetTries(db, keyOf(staffId));
}

const keyOf = (staffId: string) => `second factor ${staffId}`;

async function takeRecoveryCode(tx: Db, staffId: string, typed: string): Promise<TakenCode | null> {
  return (await spendRecoveryCode(tx, staffId, digestOfRecoveryCode(typed)))
    ? { factor: "recovery_code" }
    : null;
}

async function takeAppCode(
  { auditKeys }: CodeDependencies,
  tx: Db,
  staffId: string,
  typed: string,
  when: When,
): Promise<TakenCode | null> {
  const row = await findTotp(tx, staffId);
  // An app counts for signing in once it is confirmed, and is confirmed once.
  if (row === null || (row.confirmedAt === null) !== (when === "setting_up")) return null;
  const secret = openTotp(auditKeys.ring, row.id, row.secretSealed);
  const step = stepOfCode(secret, typed.replaceAll(/\s/g, ""));
  return step !== null && (await takeStep(tx, row.id, step)) ? { factor: "totp", id: row.id } : null;
}
