"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { cancelJob, retryJob } from "@/lib/jobs/jobs";
import { staffAction } from "@/lib/staff/staff-action";

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
