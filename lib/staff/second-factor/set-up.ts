import { recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import { askPassword, type OwnPasswordDependencies, type PasswordRefusal } from "../account/own-password";
import { endOtherSessions } from "../account/own-store";
import { lockStaff } from "../store";
import {
  confirmTotpRow,
  countFactors,
  deleteTotp,
  hasSecondFactor,
  insertTotp,
  markSecondFactor,
  replaceRecoveryCodes,
} from "./factors-store";
import { askFreshFactor, type FactorRefusal } from "./freshness";
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

/**
 * Begins with an authenticator app: asks for the password, and of whoever has a passkey for a fresh second factor, or
 * the password alone would put another factor beside it. @returns the app's secret, this one time
 */
export async function startTotp(
  deps: OwnPasswordDependencies,
  own: Own & { readonly secondFactorAt: Date | null },
  password: string,
): Promise<Result<string, PasswordRefusal | FactorRefusal | "already">> {
  const { staffId, secondFactorAt } = own;
  const asked = await askPassword(deps, own, password);
  if (!asked.ok) return asked;
  const { app, passkeys } = await countFactors(deps.database.prisma, staffId);
  if (app) return { ok: false, problem: "already" };
  const fresh = passkeys === 0 ? ({ ok: true } as const) : askFreshFactor(secondFactorAt);
  if (!fresh.ok) return fresh;
  const secret = newTotpSecret();
  const { ring } = deps.auditKeys;
  const done = await deps.database.prisma.$transaction((tx) =>
    insertTotp(tx, staffId, (id) => sealTotp(ring, id, secret)),
  );
  return done ? { ok: true, value: secret } : { ok: false, problem: "already" };
}

/**
 * Ends with a first code of the app: from now on it is asked for at every sign-in. Other sessions, which did not give
 * it, end. @returns the recovery codes, this one time; none if there was a second factor before
 */
export async function confirmTotp(
  scope: Scope,
  deps: OwnPasswordDependencies,
  own: Own,
  code: string,
): Promise<Confirmed> {
  const { database, auditKeys } = deps;
  return takeCode<Confirmed>({ database, auditKeys }, own.staffId, code, "setting_up", async (tx, taken) => {
    const isFirst = !(await hasSecondFactor(tx, own.staffId));
    if (taken.factor !== "totp" || !(await confirmTotpRow(tx, taken.id)))
      return { ok: false, problem: "already" };
    const codes = isFirst ? newRecoveryCodes() : [];
    if (isFirst) await replaceRecoveryCodes(tx, own.staffId, codes.map(digestOfRecoveryCode));
    await endOtherSessions(tx, own.staffId, own.sessionId);
    await markSecondFactor(tx, own.sessionId);
    await recordAudit(scope, tx, auditKeys, entryOf("staff.second_factor_added", own));
    return { ok: true, value: codes };
  });
}

/** Makes new recovery codes in place of all others. @returns them, this one time; null without a second factor */
export async function remakeRecoveryCodes(
  scope: Scope,
  { database, auditKeys }: Pick<OwnPasswordDependencies, "database" | "auditKeys">,
  own: Own,
): Promise<readonly string[] | null> {
  return database.prisma.$transaction(async (tx) => {
    await lockStaff(tx, own.staffId);
    if (!(await hasSecondFactor(tx, own.staffId))) return null;
    const codes = newRecoveryCodes();
    await replaceRecoveryCodes(tx, own.staffId, codes.map(digestOfRecoveryCode));
    await recordAudit(scope, tx, auditKeys, entryOf("staff.recovery_codes_made", own));
    return codes;
  });
}

/** Removes one's authenticator app: asks for the password. With the last second factor go its recovery codes. */
export async function removeTotp(
  scope: Scope,
  deps: OwnPasswordDependencies,
  own: Own,
  password: string,
): Promise<Result<null, PasswordRefusal>> {
  const asked = await askPassword(deps, own, password);
  if (!asked.ok) return asked;
  await deps.database.prisma.$transaction(async (tx) => {
    await lockStaff(tx, own.staffId);
    if (await deleteTotp(tx, own.staffId))
      await recordAudit(scope, tx, deps.auditKeys, entryOf("staff.second_factor_removed", own));
  });
  return { ok: true, value: null };
}

function entryOf(action: string, { staffId }: Own) {
  return { action, outcome: "done", targetType: "staff", targetId: staffId } as const;
}
