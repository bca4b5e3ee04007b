import { recordAudit } from "@/lib/audit/record";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Refusals } from "@/lib/staff/sign-in/refusals";
import { findAwaitingSession, insertSession, type SessionOrigin, spendAwaitingSession } from "../store";
import { markSecondFactor } from "./factors-store";
import { type CodeDependencies, takeCode } from "./take-code";

export type SecondStep =
  | { readonly ok: true; readonly sessionId: string; readonly staffId: string; readonly name: string }
  | { readonly ok: false; readonly problem: "wrong_code" | "too_many" | "over" };

/**
 * The second step of signing in: takes a code, and puts a new session in place of the one that waited for it. An id
 * that somebody knew before is worth nothing afterwards.
 */
export async function passSecondStep(
  deps: CodeDependencies & { readonly refusals: Refusals },
  { sessionId, code, ...origin }: SessionOrigin & { sessionId: string; code: string },
): Promise<SecondStep> {
  const { prisma } = deps.database;
  const waiting = await findAwaitingSession(prisma, sessionId);
  if (waiting === null) return { ok: false, problem: "over" };
  const { id: staffId, name } = waiting.staff;
  const scope = { ...SYSTEM_SCOPE, actor: { id: staffId, name } };
  const result = await takeCode<SecondStep>(deps, staffId, code, "signing_in", async (tx, taken) => {
    if (!(await spendAwaitingSession(tx, sessionId))) return { ok: false, problem: "over" };
    const target = { targetType: "staff", targetId: staffId, details: { factor: taken.factor } } as const;
    const entry = { action: "staff.sign_in", outcome: "done", ...target } as const;
    await recordAudit(scope, tx, deps.auditKeys, entry);
    const id = await insertSession(tx, staffId, origin, false);
    await markSecondFactor(tx, id);
    return { ok: true, sessionId: id, staffId, name };
  });
  if (!result.ok && result.problem !== "over") deps.refusals.note(staffId);
  return result;
}
