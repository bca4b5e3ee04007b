import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { ofOnlySite, type Scope } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { cancelUnfinished, enqueueJob } from "@/lib/jobs/jobs-store";
import { type LiveChange, publish } from "@/lib/live/publish";
import { listSiteIds } from "@/lib/sites/finding/site-store";
import type { DeliveryFilters } from "@/lib/webhooks/read/delivery-filters";
import type { Decision } from "./decisions";
import { finishJob, insertJob } from "./jobs-store";

/** A decision about all deliveries of a filter. */
export interface JobOrder {
  readonly decision: Decision;
  readonly filters: DeliveryFilters;
  readonly reason: string;
}

/**
 * Orders a decision about every delivery that a filter shows now; later ones are not included. It runs in the
 * background. The order and its end are audited; each delivery records who decided and why.
 *
 * @returns the id of the job, and how many deliveries it covers
 */
export async function orderJob(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  order: JobOrder,
): Promise<{ id: string; total: number }> {
  return database.prisma.$transaction(async (tx) => {
    const job = await insertJob(scope, tx, order);
    await enqueueJob(scope, tx, { kind: "deliveries.decide", key: job.id, ...job });
    await recordAudit(scope, tx, keys, {
      action: `deliveries.${order.decision}`,
      outcome: "done",
      ...ofOnlySite(scope),
      targetType: "delivery_job",
      targetId: job.id,
      details: { reason: order.reason, filters: JSON.stringify(order.filters), total: job.total },
    });
    await publish(scope, tx, await pagesOf(scope, tx, job.id));
    return job;
  });
}

/** Stops a job after its current chunk. Earlier decisions stay. @returns false if it had already ended */
export async function cancelJob(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  id: string,
): Promise<boolean> {
  return database.prisma.$transaction(async (tx) => {
    if (!(await finishJob(scope, tx, id, "cancelled"))) return false;
    await cancelUnfinished(scope, tx, id);
    const target = { targetType: "delivery_job", targetId: id };
    await recordAudit(scope, tx, keys, {
      action: "deliveries.cancel_job",
      outcome: "done",
      ...ofOnlySite(scope),
      ...target,
    });
    await publish(scope, tx, await pagesOf(scope, tx, id));
    return true;
  });
}

/** What makes open Deliveries pages reload. */
export async function pagesOf(scope: Scope, tx: Db, jobId: string): Promise<LiveChange[]> {
  const [siteId] = await listSiteIds(scope, tx);
  return siteId === undefined ? [] : [{ siteId, kind: "delivery", entityId: jobId }];
}
