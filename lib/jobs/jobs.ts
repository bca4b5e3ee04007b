import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { type LiveChange, publish } from "@/lib/live/publish";
import { cancelUnfinished, queueAgain, sitesOfJob } from "./jobs-store";
import { rulesOf } from "./kinds";
import type { Job, WorkTable } from "./work";

interface Deps {
  readonly database: Database;
  readonly keys: AuditKeys;
  readonly work: WorkTable;
}

/** Stops a job after its current step. What it has done stays. @returns false if it had already ended */
export function cancelJob(scope: Scope, deps: Deps, id: string): Promise<boolean> {
  return changeByStaff(scope, deps, "cancelled", (tx) => cancelUnfinished(scope, tx, id));
}

/** Queues a job again that was given up; it continues where it stopped. @returns false if it cannot be */
export function retryJob(scope: Scope, deps: Deps, id: string): Promise<boolean> {
  return changeByStaff(scope, deps, "queued", (tx) => queueAgain(scope, tx, id));
}

function changeByStaff(
  scope: Scope,
  { database, keys, work }: Deps,
  state: "cancelled" | "queued",
  change: (tx: Db) => Promise<Job | null>,
): Promise<boolean> {
  return database.prisma.$transaction(async (tx) => {
    const job = await change(tx);
    if (job === null) return false;
    await hooksOf(work, job.kind)?.changed?.(scope, tx, job, state);
    await recordAudit(scope, tx, keys, {
      action: state === "cancelled" ? "job.cancelled" : "job.retried",
      outcome: "done",
      ...auditTarget(job),
      details: { kind: job.kind },
    });
    await publish(SYSTEM_SCOPE, tx, await jobChanges(tx, job));
    return true;
  });
}

/** What the work of a stored kind wants to hear; undefined for a kind that is not done here. */
export function hooksOf(work: WorkTable, kind: string) {
  return rulesOf(kind) === null ? undefined : Object.entries(work).find(([name]) => name === kind)?.[1];
}

/** Whom the audit trail says a job was about. */
export function auditTarget(job: Pick<Job, "id" | "siteIds">) {
  const [siteId, ...others] = job.siteIds;
  return {
    targetType: "job",
    targetId: job.id,
    ...(siteId !== undefined && others.length === 0 && { siteId }),
  };
}

/** What open pages are told about a job. */
export async function jobChanges(tx: Db, job: Pick<Job, "id" | "siteIds">): Promise<LiveChange[]> {
  const [siteId] = await sitesOfJob(SYSTEM_SCOPE, tx, job.siteIds);
  return siteId === undefined ? [] : [{ siteId, kind: "job", entityId: job.id }];
}
