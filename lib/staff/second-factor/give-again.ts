import { recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import { markSecondFactor } from "./factors-store";
import type { Own } from "./set-up";
import { type CodeDependencies, takeCode } from "./take-code";

type GivenAgain =
  | { readonly ok: true; readonly value: null }
  | { readonly ok: false; readonly problem: "wrong_code" | "too_many" };

/** Gives one's second factor again within a session, for what needs a fresh one. */
export async function giveFactorAgain(
  scope: Scope,
  deps: CodeDependencies,
  own: Own,
  code: string,
): Promise<GivenAgain> {
  return takeCode<GivenAgain>(deps, own.staffId, code, "signing_in", async (tx, { factor }) => {
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
