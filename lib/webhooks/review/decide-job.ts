import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { ofOnlySite, type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { enqueueJob } from "@/lib/jobs/jobs-store";
import type { JobWork, Step } from "@/lib/jobs/work";
import { deliveryFiltersSchema } from "@/lib/webhooks/read/delivery-filters";
import type { ReceiveDependencies } from "@/lib/webhooks/receive/receive";
import { decideInTransaction, judgeAgainInTransaction } from "./decide";
import { pagesOf } from "./jobs";
import {
  advanceJob,
  beginJob,
  finishJob,
  listJobChunk,
  listOrphans,
  type RunningJob,
  reopenJob,
} from "./jobs-store";

export interface DecideDependencies {
  readonly keys: AuditKeys;
  readonly receiving: ReceiveDependencies;
  /** Called when new deliveries wait to be processed. */
  readonly onDecided: () => void;
}

const CHUNK = 200;
/** Fewer: the bank's own tries of the same deliveries wait for what these store. */
const JUDGED_CHUNK = 20;

/** The work of `deliveries.decide`: a step decides about the next deliveries of an order. */
export function createDecideJob(deps: DecideDependencies): JobWork {
  return {
    lane: "database",
    step: async (tx, { id }) => {
      const job = await beginJob(SYSTEM_SCOPE, tx, id);
      // It was cancelled, or an earlier version of this software finished it.
      return job === null ? { next: "done" } : await decideChunk(deps, tx, job);
    },
    stored: deps.onDecided,
    changed: async (scope, tx, { id, error }, state) => {
      if (state === "queued") await reopenJob(scope, tx, id);
      else await finishJob(scope, tx, id, state, error);
    },
    adopt: async (tx) => {
      for (const { id, siteIds, total } of await listOrphans(SYSTEM_SCOPE, tx))
        await enqueueJob(SYSTEM_SCOPE, tx, { id, kind: "deliveries.decide", key: id, siteIds, total });
    },
  };
}

async function decideChunk(deps: DecideDependencies, tx: Db, job: RunningJob): Promise<Step> {
  const scope = scopeOf(job);
  const filters = deliveryFiltersSchema.parse(job.filters);
  const size = job.decision === "judged_again" ? JUDGED_CHUNK : CHUNK;
  const ids = await listJobChunk(scope, tx, { ...job, filters }, size);
  const last = ids.at(-1);
  const changes = await pagesOf(scope, tx, job.id);
  const over = job.done + job.skipped + job.refused;
  if (last === undefined) {
    await end(scope, tx, deps.keys, job);
    return { next: "done", done: over, changes };
  }
  const result = await decide(deps, scope, tx, job, ids);
  await advanceJob(SYSTEM_SCOPE, tx, job.id, { ...result, cursor: last });
  const done = over + result.done + result.skipped + result.refused;
  return { next: "more", done, changes };
}

async function decide(
  deps: DecideDependencies,
  scope: Scope,
  tx: Db,
  { decision, reason }: RunningJob,
  ids: readonly string[],
) {
  if (decision !== "judged_again")
    return (await decideInTransaction(scope, tx, { ids, decision, reason })).result;
  return judgeAgainInTransaction(scope, tx, deps.keys, deps.receiving, { ids, reason });
}

async function end(scope: Scope, tx: Db, keys: AuditKeys, job: RunningJob): Promise<void> {
  if (!(await finishJob(SYSTEM_SCOPE, tx, job.id, "done"))) return;
  const { done, skipped, refused } = job;
  await recordAudit(scope, tx, keys, {
    action: `deliveries.${job.decision}_finished`,
    outcome: "done",
    ...ofOnlySite(scope),
    targetType: "delivery_job",
    targetId: job.id,
    details: { done, skipped, refused },
  });
}

/** A job runs on behalf of the person who ordered it. */
function scopeOf(job: RunningJob): Scope {
  const sites = job.siteIds.length === 0 ? "all" : job.siteIds;
  return { sites, beyondSites: false, role: "admin", actor: { id: job.createdById, name: job.createdBy } };
}
