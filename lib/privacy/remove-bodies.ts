import type pg from "pg";
import type { SystemScope } from "@/lib/db/access/scope";
import { faultOf } from "@/lib/db/fault";
import { openMigrationClient } from "@/lib/db/migrate/migration-lock";
import {
  detachPartition,
  dropDetached,
  type Month,
  makePartitions,
  monthOf,
  readPartitionState,
} from "@/lib/db/partitions";
import { moveWanted } from "./remove-bodies-store";

/**
 * `busy`: another session holds a lock it needs. Nothing is lost, and the next call continues.
 * `not_over`: the month still receives bodies.
 */
export type BodyRemoval =
  | { readonly outcome: "removed"; readonly kept: number }
  | { readonly outcome: "busy" | "not_over" };

/** How long it may wait for a lock: short, so that deliveries never queue behind it. */
const LOCK_WAIT_MS = 2_000;

/**
 * Removes a month's bodies while everything else keeps running. Bodies still needed move to this month first; those
 * that arrived meanwhile move once the partition is detached. For a moment such a body cannot be read: processing its
 * delivery is then tried again.
 *
 * @param directUrl of a direct (not pooled by transaction) connection
 */
export async function removeBodies(
  scope: SystemScope,
  directUrl: string,
  month: Month,
): Promise<BodyRemoval> {
  // New ids belong to this month: bodies must not move within the month that is removed.
  if (month.to.getTime() > Date.now()) return { outcome: "not_over" };
  const client = await openMigrationClient(directUrl);
  try {
    await client.query(`SET lock_timeout = ${LOCK_WAIT_MS}`);
    return await removeMonth(scope, client, month);
  } catch (error) {
    const fault = faultOf(error);
    if (fault !== "busy" && fault !== "collision") throw error;
    return { outcome: "busy" };
  } finally {
    await client.end();
  }
}

async function removeMonth(scope: SystemScope, client: pg.ClientBase, month: Month): Promise<BodyRemoval> {
  await client.query(makePartitions("delivery_bodies", [monthOf(new Date())]));
  const state = await readPartitionState(client, "delivery_bodies", month);
  if (state === "none") return { outcome: "removed", kept: 0 };
  const before = state === "detaching" ? 0 : await moveWanted(scope, client, month);
  await detachPartition(client, "delivery_bodies", month);
  const after = await moveWanted(scope, client, month);
  const gone = await dropDetached(client, "delivery_bodies", month);
  return gone ? { outcome: "removed", kept: before + after } : { outcome: "busy" };
}
