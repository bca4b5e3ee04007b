import { beginSession } from "@/lib/staff/sign-in/begin-session";
import type { Refusals } from "@/lib/staff/sign-in/refusals";
import { findAwaitingSession, type SessionOrigin, spendAwaitingSession } from "../store";
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
  const own = { staffId, sessionId };
  const result = await takeFactor<SecondStep>(deps, own, given, async (tx, factor) => {
    if (!(await spendAwaitingSession(tx, sessionId))) return { ok: false, problem: "over" };
    const shown = { details: { factor }, firstStep: null, hasFactor: true };
    const begun = await beginSession(tx, deps.auditKeys, waiting.staff, origin, shown);
    return { ok: true, sessionId: begun, staffId, name };
  });
  if (!result.ok && result.problem !== "over") deps.refusals.note(staffId);
  return result;
}
