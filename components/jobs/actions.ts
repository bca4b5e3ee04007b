"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { isBankDay } from "@/lib/anytime/values/bank-day";
import { type OrderProblem, orderFetch } from "@/lib/bank-api/fetch/order-fetch";
import { cancelJob, retryJob } from "@/lib/jobs/jobs";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

const oneSchema = z.object({ id: z.uuid() });

/** Stops a job after its current step. @returns false if it had already ended */
export const cancelOneJob = staffAction({
  permission: "jobs:manage",
  input: oneSchema,
  run: async ({ scope, runtime }, { id }) => {
    const { database, auditKeys: keys, jobWork: work } = runtime;
    const value = await cancelJob(scope, { database, keys, work }, id);
    refresh();
    return { ok: true, value };
  },
});

/** Queues a job again that was given up. @returns false if it is not one, or another like it runs by now */
export const retryOneJob = staffAction({
  permission: "jobs:manage",
  input: oneSchema,
  run: async ({ scope, runtime }, { id }) => {
    const { database, auditKeys: keys, jobWork: work, jobs } = runtime;
    const value = await retryJob(scope, { database, keys, work }, id);
    jobs.wake();
    refresh();
    return { ok: true, value };
  },
});

const daySchema = z.string().refine(isBankDay);

/** Orders missing payments of a linked user, or of everybody, from the bank's API. */
export const orderPayments = staffAction({
  permission: "payments:fetch",
  input: z
    .object({ userId: z.uuid().nullable(), from: daySchema, to: daySchema })
    .refine(({ from, to }) => from <= to),
  run: async ({ scope, runtime }, wanted): Promise<ActionResult<true, OrderProblem>> => {
    const ordered = await orderFetch(scope, runtime.database, runtime.auditKeys, wanted);
    runtime.jobs.wake();
    return ordered.ok ? { ok: true, value: true } : ordered;
  },
});
