import type { z } from "zod";
import { recordAudit } from "@/lib/audit/record";
import { may, type Permission } from "@/lib/db/permissions";
import type { Scope } from "@/lib/db/scope";
import { getRuntime, type Runtime } from "@/lib/runtime";
import { currentStaff, type StaffContext } from "./authorise";

/** A value, or the key of a message that says what is wrong. */
export type ActionResult<T> = { ok: true; value: T } | { ok: false; problem: string };

/** What an action gets: who asks, and with what. */
export interface ActionContext {
  readonly staff: StaffContext;
  readonly scope: Scope;
  readonly runtime: Runtime;
}

interface Action<Schema extends z.ZodType, Value> {
  readonly permission: Permission;
  readonly input: Schema;
  readonly run: (context: ActionContext, input: z.output<Schema>) => Promise<ActionResult<Value>>;
}

/**
 * Wraps a server action: signed in, permitted (refusals are audited), input parsed. The action audits its own changes
 * in its own transaction.
 */
export function staffAction<Schema extends z.ZodType, Value>(
  action: Action<Schema, Value>,
): (input: unknown) => Promise<ActionResult<Value>> {
  return async (input) => {
    const staff = await currentStaff();
    if (staff === null) return { ok: false, problem: "signed_out" };
    const runtime = getRuntime();
    if (!may(staff.role, action.permission)) {
      const record = { action: action.permission, outcome: "denied" } as const;
      await runtime.database.prisma.$transaction((tx) =>
        recordAudit(staff.scope, tx, runtime.auditKeys, record),
      );
      return { ok: false, problem: "not_permitted" };
    }
    const parsed = action.input.safeParse(input);
    if (!parsed.success || !isStorableInput(parsed.data)) return { ok: false, problem: "invalid_input" };
    return action.run({ staff, scope: staff.scope, runtime }, parsed.data);
  };
}

/** NUL and halves of surrogate pairs cannot be stored; both show in JSON, and nobody types them. */
function isStorableInput(input: unknown): boolean {
  const text = JSON.stringify(input) ?? "";
  return !/\\u0000|\\ud[89a-f]/i.test(text);
}
