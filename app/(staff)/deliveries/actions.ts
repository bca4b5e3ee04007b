"use server";

import { z } from "zod";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";
import { type DecisionResult, decideDeliveries, judgeAgain } from "@/lib/webhooks/decide";
import { listUndecided } from "@/lib/webhooks/decide-store";

/** Most deliveries decided over by one click; what is left is said, and the next click goes on. */
const AT_ONCE = 500;

const orderSchema = z.object({
  decision: z.enum(["released", "discarded", "replayed", "judged_again"]),
  reason: z.string().trim().min(3).max(500),
  /** One delivery, or everything of a kind that waits for a decision. */
  target: z.union([z.object({ id: z.uuid() }), z.object({ all: z.enum(["held", "quarantined", "parked"]) })]),
});

const decide = staffAction({
  permission: "deliveries:decide",
  input: orderSchema,
  run: async ({ scope, runtime }, { decision, reason, target }): Promise<ActionResult<DecisionResult>> => {
    const { database, auditKeys, receiving, processor } = runtime;
    const ids =
      "id" in target ? [target.id] : await listUndecided(scope, database.prisma, target.all, AT_ONCE);
    const value =
      decision === "judged_again"
        ? await judgeAgain(scope, database, auditKeys, receiving, { ids, reason })
        : await decideDeliveries(scope, database, auditKeys, { ids, decision, reason });
    processor.wake();
    return { ok: true, value };
  },
});

/** Releases, discards, replays or judges again, with a reason that the audit trail keeps. */
export async function decideOnDeliveries(input: unknown): Promise<ActionResult<DecisionResult>> {
  return decide(input);
}
