import type { z } from "zod";
import { isAllStorable } from "@/lib/anytime/body/storable";
import { recordAudit } from "@/lib/audit/record";
import type { Permission } from "@/lib/db/access/permissions";
import type { Scope } from "@/lib/db/access/scope";
import { getRuntime, type Runtime } from "@/lib/runtime";
import { canGiveFactor, currentStaff, mayNow, type StaffContext } from "./authorise";
import { rememberWrite } from "./read-lists";
import { type FactorStanding, judgeFactor } from "./second-factor/freshness";

/**
 * A value, or the name of a problem. Each name needs a message where the action is called, or it does not compile.
 */
export type ActionResult<Value, Problem extends string = never> =
  | { ok: true; value: Value }
  | { ok: false; problem: Problem };

/** Problems of any action, besides its own. */
export type StaffProblem =
  | "signed_out"
  | "not_permitted"
  | "second_factor_missing"
  | "second_factor_stale"
  | "invalid_input";

/** What an action gets: who asks, and with what. */
export interface ActionContext {
  readonly staff: StaffContext;
  readonly scope: Scope;
  readonly runtime: Runtime;
}

interface Action<Schema extends z.ZodType, Value, Problem extends string> {
  readonly permission: Permission;
  /** It needs a session in which a second factor was given; `fresh`: within the last minutes. */
  readonly secondFactor?: true | "fresh";
  /** It changes nothing: what this browser reads next may come from a replica. */
  readonly onlyReads?: true;
  readonly input: Schema;
  readonly run: (context: ActionContext, input: z.output<Schema>) => Promise<ActionResult<Value, Problem>>;
}

/**
 * Wraps a server action: signed in, permitted (refusals are audited), input parsed. The action audits its own changes
 * in its own transaction.
 */
export function staffAction<Schema extends z.ZodType, Value, Problem extends string = never>(
  action: Action<Schema, Value, Problem>,
): (input: unknown) => Promise<ActionResult<Value, Problem | StaffProblem>> {
  return async (input) => {
    const staff = await currentStaff();
    if (staff === null) return { ok: false, problem: "signed_out" };
    const runtime = getRuntime();
    if (!mayNow(staff, action.permission)) {
      const record = { action: action.permission, outcome: "denied" } as const;
      await runtime.database.prisma.$transaction((tx) =>
        recordAudit(staff.scope, tx, runtime.auditKeys, record),
      );
      return { ok: false, problem: "not_permitted" };
    }
    const standing = action.secondFactor === undefined ? "fresh" : await judgeOwnFactor(staff);
    if (action.secondFactor !== undefined && standing === "missing")
      return { ok: false, problem: "second_factor_missing" };
    // A plain one that was given in this session lasts as long as it.
    if (standing === "stale" && (action.secondFactor === "fresh" || staff.secondFactorAt === null))
      return { ok: false, problem: "second_factor_stale" };
    const parsed = action.input.safeParse(input);
    // Nobody types what cannot be stored.
    if (!parsed.success || !isAllStorable(parsed.data)) return { ok: false, problem: "invalid_input" };
    const result = await action.run({ staff, scope: staff.scope, runtime }, parsed.data);
    if (result.ok && action.onlyReads !== true) await rememberWrite();
    return result;
  };
}

/** An issuer may have vouched for whoever signed in: a second factor of ours can be given all the same. */
async function judgeOwnFactor(staff: StaffContext): Promise<FactorStanding> {
  const standing = judgeFactor(staff.secondFactorAt);
  return standing === "missing" && (await canGiveFactor(staff)) ? "stale" : standing;
}
