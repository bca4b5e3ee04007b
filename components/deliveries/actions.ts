"use server";

import { z } from "zod";
import type { Scope } from "@/lib/db/access/scope";
import type { Runtime } from "@/lib/runtime";
import { staffAction } from "@/lib/staff/staff-action";
import { countDeliveries } from "@/lib/webhooks/read/deliveries-store";
import { type DeliveryFilters, deliveryFiltersSchema, pinPeriod } from "@/lib/webhooks/read/delivery-filters";
import { decideDeliveries, judgeAgain } from "@/lib/webhooks/review/decide";
import { DECISIONS, REASON_LENGTH } from "@/lib/webhooks/review/decisions";
import { dryRun } from "@/lib/webhooks/review/dry-run";
import { cancelJob, type JobOrder, orderJob } from "@/lib/webhooks/review/jobs";

/** Counting stops here: more would take long, and tell nothing more. */
const MOST_COUNTED = 100_000;

const decisionSchema = z.enum(DECISIONS).exclude(["released"]);
const reasonSchema = z.string().trim().min(REASON_LENGTH.least).max(REASON_LENGTH.most);
const oneSchema = z.object({ id: z.uuid() });

/** Only valid filters: a dropped one would widen the bulk action. */
const filtersSchema = z
  .record(z.string(), z.string().optional())
  .transform((given, context): DeliveryFilters => {
    const filters = deliveryFiltersSchema.parse(given);
    if (countSet(filters) !== countSet(given))
      context.addIssue({ code: "custom", message: "unknown filter" });
    return filters;
  });

function countSet(values: object): number {
  return Object.values(values).filter((value) => value !== undefined).length;
}

/** Lets a delivery take effect, with a reason for the audit trail. */
export const releaseDelivery = staffAction({
  permission: "deliveries:release",
  input: oneSchema.extend({ decision: z.literal("released"), reason: reasonSchema }),
  run: async ({ scope, runtime }, { decision, reason, id }) => {
    const { database, auditKeys, processor } = runtime;
    const value = await decideDeliveries(scope, database, auditKeys, { ids: [id], decision, reason });
    processor.wake();
    return { ok: true, value };
  },
});

/** Discards, processes again or re-verifies a delivery, with a reason for the audit trail. */
export const decideOnDelivery = staffAction({
  permission: "deliveries:decide",
  input: oneSchema.extend({ decision: decisionSchema, reason: reasonSchema }),
  run: async ({ scope, runtime }, { decision, reason, id }) => {
    const { database, auditKeys, receiving, processor } = runtime;
    const value =
      decision === "judged_again"
        ? await judgeAgain(scope, database, auditKeys, receiving, { ids: [id], reason })
        : await decideDeliveries(scope, database, auditKeys, { ids: [id], decision, reason });
    processor.wake();
    return { ok: true, value };
  },
});

/** How many deliveries a filter shows now. */
export const countMatching = staffAction({
  permission: "deliveries:decide",
  onlyReads: true,
  input: z.object({ filters: filtersSchema }),
  run: async ({ scope, runtime }, { filters }) => {
    const counted = await countDeliveries(scope, runtime.database.prisma, filters, MOST_COUNTED);
    return { ok: true, value: { count: counted, isAll: counted < MOST_COUNTED } };
  },
});

const bulkSchema = z.object({ reason: reasonSchema, filters: filtersSchema });

/**
 * Orders a bulk action on every delivery that a filter shows. @returns the id of the job, and how many deliveries it
 * covers
 */
export const orderOverMatching = staffAction({
  permission: "deliveries:decide",
  input: bulkSchema.extend({ decision: decisionSchema }),
  run: async ({ scope, runtime }, order) => ({ ok: true, value: await orderBulk(scope, runtime, order) }),
});

/** Orders that every delivery that a filter shows takes effect. @returns as for the other decisions */
export const releaseMatching = staffAction({
  permission: "deliveries:release",
  input: bulkSchema.extend({ decision: z.literal("released") }),
  run: async ({ scope, runtime }, order) => ({ ok: true, value: await orderBulk(scope, runtime, order) }),
});

async function orderBulk(scope: Scope, { database, auditKeys, jobs }: Runtime, order: JobOrder) {
  const pinned = { ...order, filters: pinPeriod(order.filters, new Date()) };
  const value = await orderJob(scope, database, auditKeys, pinned);
  jobs.wake();
  return value;
}

/** Stops a bulk action. @returns false if it had already ended */
export const cancelDeliveryJob = staffAction({
  permission: "deliveries:decide",
  input: oneSchema,
  run: async ({ scope, runtime }, { id }) => ({
    ok: true,
    value: await cancelJob(scope, runtime.database, runtime.auditKeys, id),
  }),
});

/** What processing a delivery again would change. */
export const dryRunDelivery = staffAction({
  permission: "deliveries:decide",
  onlyReads: true,
  input: oneSchema,
  run: async ({ scope, runtime }, { id }) => ({
    ok: true,
    value: await dryRun(scope, runtime.database, runtime.env.ENCRYPTION_KEYS, id),
  }),
});
