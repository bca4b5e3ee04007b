import { recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import { markSecondFactor } from "./factors-store";
import type { Own } from "./set-up";
import { type FactorDependencies, type FactorProblem, type GivenFactor, takeFactor } from "./take-factor";

type GivenAgain =
  | { readonly ok: true; readonly value: null }
  | { readonly ok: false; readonly problem: FactorProblem };

/** Gives one's second factor again within a session, for what needs a fresh one. */
export async function giveFactorAgain(
  scope: Scope,
  deps: FactorDependencies,
  own: Own,
  given: GivenFactor,
): Promise<GivenAgain> {
  return takeFactor<GivenAgain>(deps, own, given, async (tx, factor) => {
    await markSecondFactor(tx, own.sessionId);
    const target = { targetType: "staff", targetId: own.staffId, details: { factor } } as const;
    await recordAudit(scope, tx, deps.auditKeys, {
      action: "staff.second_factor_given",
      outcome: "done",
      ...target,
    });
    return { ok: true, value: null };
  });
}
