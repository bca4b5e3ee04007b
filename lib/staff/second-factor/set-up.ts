import { recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import { askPassword, type OwnPasswordDependencies, type PasswordRefusal } from "../account/own-password";
import { endOtherSessions } from "../account/own-store";
import {
  confirmTotpRow,
  deleteSecondFactor,
  insertTotp,
  markSecondFactor,
  replaceRecoveryCodes,
} from "./factors-store";
import { takeCode } from "./take-code";
import { digestOfRecoveryCode, newRecoveryCodes, newTotpSecret, sealTotp } from "./totp";

/** Whose second factor it is, and in which session. */
export interface Own {
  readonly staffId: string;
  readonly sessionId: string;
}

type Result<Value, Problem extends string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem };

type Confirmed = Result<readonly string[], "wrong_code" | "too_many" | "already">;

/** Begins with an authenticator app: asks for the password. @returns the app's secret, this one time */
export async function startTotp(
  deps: OwnPasswordDependencies,
  { staffId }: Own,
  password: string,
): Promise<Result<string, PasswordRefusal | "already">> {
  const asked = await askPassword(deps, staffId, password);
  if (!asked.ok) return asked;
  const secret = newTotpSecret();
  const { ring } = deps.auditKeys;
  const done = await deps.database.prisma.$transaction((tx) =>
    insertTotp(tx, staffId, (id) => sealTotp(ring, id, secret)),
  );
  return done ? { ok: true, value: secret } : { ok: false, problem: "already" };
}

/**
 * Ends with a first code of the app: from now on it is asked for at every sign-in. Other sessions, which did not give
 * it, end. @returns the recovery codes, this one time
 */
export async function confirmTotp(
  scope: Scope,
  deps: OwnPasswordDependencies,
  own: Own,
  code: string,
): Promise<Confirmed> {
  const { database, auditKeys } = deps;
  const codes = newRecoveryCodes();
  return takeCode<Confirmed>({ database, auditKeys }, own.staffId, code, "setting_up", async (tx, taken) => {
    if (taken.factor !== "totp" || !(await confirmTotpRow(tx, taken.id)))
      return { ok: false, problem: "already" };
    await replaceRecoveryCodes(tx, own.staffId, codes.map(digestOfRecoveryCode));
    await endOtherSessions(tx, own.staffId, own.sessionId);
    await markSecondFactor(tx, own.sessionId);
    await recordAudit(scope, tx, auditKeys, entryOf("staff.second_factor_added", own));
    return { ok: true, value: codes };
  });
}

/** Removes one's second factor: asks for the password. */
export async function removeSecondFactor(
  scope: Scope,
  deps: OwnPasswordDependencies,
  own: Own,
  password: string,
): Promise<Result<null, PasswordRefusal>> {
  const asked = await askPassword(deps, own.staffId, password);
  if (!asked.ok) return asked;
  await deps.database.prisma.$transaction(async (tx) => {
    if (await deleteSecondFactor(tx, own.staffId))
      await recordAudit(scope, tx, deps.auditKeys, entryOf("staff.second_factor_removed", own));
  });
  return { ok: true, value: null };
}

function entryOf(action: string, { staffId }: Own) {
  return { action, outcome: "done", targetType: "staff", targetId: staffId } as const;
}
