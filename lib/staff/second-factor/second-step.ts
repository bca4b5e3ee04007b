import { recordAudit } from "@/lib/audit/record";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Refusals } from "@/lib/staff/sign-in/refusals";
import { findAwaitingSession, insertSession, type SessionOrigin, spendAwaitingSession } from "../store";
import { markSecondFactor } from "./factors-store";
import { type FactorDependencies, type FactorProblem, type GivenFactor, takeFactor } from "./take-factor";

export type SecondStep =
  | { readonly ok: true; readonly sessionId: string; readonly staffId: string; readonly name: string }
  | { readonly ok: false; readonly problem: FactorProblem | "over" };

/**
 * The second step of signing in: takes a code or a passkey, and puts a new session in place of the one that waited for
 * it. An id that somebody knew before is worth nothing afterwards.
 */
export async function passSecondStep(
  deps: FactorDependencies & { readonly refusals: Refusals },
  { sessionId, given, ...origin }: SessionOrigin & { sessionId: string; given: GivenFactor },
): Promise<SecondStep> {
  const { prisma } = deps.database;
  const waiting = await findAwaitingSession(prisma, sessionId);
  if (waiting === null) return { ok: false, problem: "over" };
  const { id: staffId, name } = waiting.staff;
  const scope = { ...SYSTEM_SCOPE, actor: { id: staffId, name } };
  const own = { staffId, sessionId };
  const result = await takeFactor<SecondStep>(deps, own, given, async (tx, factor) => {
    if (!(await spendAwaitingSession(tx, sessionId))) return { ok: false, problem: "over" };
    const target = { targetType: "staff", targetId: staffId, details: { factor } } as const;
    const entry = { action: "staff.sign_in", outcome: "done", ...target } as const;
    await recordAudit(scope, tx, deps.auditKeys, entry);
    const id = await insertSession(tx, staffId, origin, false);
    await markSecondFactor(tx, id);
    return { ok: true, sessionId: id, staffId, name };
  });
  if (!result.ok && result.problem !== "over") deps.refusals.note(staffId);
  return result;
}
