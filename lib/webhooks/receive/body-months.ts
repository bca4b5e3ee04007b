import { createLoop, type Loop } from "@/lib/background/loop";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { makeComingMonths } from "./bodies-store";

const EVERY_MS = 24 * 3_600_000;
const AFTER_FAILURE_MS = 60_000;

/**
 * Creates the partitions of `delivery_bodies` ahead of time, at start and daily. Several processes may do this at the
 * same time: each partition is created once. The inbox creates one that it finds missing.
 */
export function createBodyMonths({ prisma }: Pick<Database, "prisma">): Loop {
  return createLoop({
    round: () => makeComingMonths(SYSTEM_SCOPE, prisma),
    everyMs: EVERY_MS,
    afterFailureMs: AFTER_FAILURE_MS,
    failure: "partitions of delivery_bodies could not be created ahead",
  });
}
