import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { createLoop, type Loop } from "@/lib/background/loop";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { log } from "@/lib/log";
import { deliveryFiltersSchema } from "@/lib/webhooks/read/delivery-filters";
import type { ReceiveDependencies } from "@/lib/webhooks/receive/receive";
import { decideInTransaction, judgeAgainInTransaction } from "./decide";
import { tellPages } from "./jobs";
import { advanceJob, finishJob, listJobChunk, type RunningJob, takeJob } from "./jobs-store";

interface RunnerDependencies {
  readonly database: Database;
  readonly keys: AuditKeys;
  readonly receiving: ReceiveDependencies;
  /** Called when new deliveries wait to be processed. */
  readonly onDecided: () => void;
}

const CHUNK = 200;
/** Fewer: the bank's own tries of the same deliveries wait for what these store. */
const JUDGED_CHUNK = 20;
const POLL_MS = 2_000;
const RETRY_MS = 1_000;
const MOST_FAILURES = 5;

/**
 * Makes the background work that carries out jobs. One job runs at a time, in whatever process has the lock: a chunk
 * and how far it got are one transaction, so that a crash repeats nothing and leaves nothing claimed.
 */
export function createJobRunner(deps: RunnerDependencies): Loop {
  let failures = 0;
  return createLoop({
    round: async () => {
      try {
        const outcome = await runChunk(deps);
        failures = 0;
        return outcome;
      } catch (error) {
        // A database that is away is no fault of the job's.
        if (await isThere(deps)) failures += 1;
        if (failures >= MOST_FAILURES && (await fail(deps, error))) failures = 0;
        throw error;
      }
    },
    everyMs: POLL_MS,
    afterFailureMs: RETRY_MS,
  });
}

/** Runs the next chunk of the oldest job. */
export async function runChunk(deps: RunnerDependencies): Promise<"more" | "idle"> {
  const outcome = await deps.database.prisma.$transaction(async (tx) => {
    const job = await takeJob(SYSTEM_SCOPE, tx);
    if (job === null) return "idle" as const;
    const scope = scopeOf(job);
    const filters = deliveryFiltersSchema.parse(job.filters);
    const size = job.decision === "judged_again" ? JUDGED_CHUNK : CHUNK;
    const ids = await listJobChunk(scope, tx, { ...job, filters }, size);
    const last = ids.at(-1);
    if (last === undefined) await end(scope, tx, deps.keys, job);
    else {
      const by = await decideChunk(deps, scope, tx, job, ids);
      await advanceJob(SYSTEM_SCOPE, tx, job.id, { ...by, cursor: last });
    }
    await tellPages(scope, tx, job.id);
    return "more" as const;
  });
  if (outcome === "more") deps.onDecided();
  return outcome;
}

async function decideChunk(
  deps: RunnerDependencies,
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
    targetType: "delivery_job",
    targetId: job.id,
    details: { done, skipped, refused },
  });
}

async function isThere({ database }: RunnerDependencies): Promise<boolean> {
  try {
    await database.pool.query("SELECT 1");
    return true;
  } catch {
    return false;
  }
}

/** Gives up a job that cannot be done. @returns false if that cannot be stored either */
async function fail({ database }: RunnerDependencies, error: unknown): Promise<boolean> {
  // Messages may quote a payload, so only the kind of error is kept.
  const kind = error instanceof Error ? error.name : "Error";
  log.error({ kind }, "a job over deliveries failed");
  try {
    return await database.prisma.$transaction(async (tx) => {
      const job = await takeJob(SYSTEM_SCOPE, tx);
      if (job === null) return false;
      await finishJob(SYSTEM_SCOPE, tx, job.id, "failed", kind);
      await tellPages(scopeOf(job), tx, job.id);
      return true;
    });
  } catch {
    // The database is unavailable: the job waits for it, like everything else.
    return false;
  }
}

/** A job runs on behalf of the person who ordered it. */
function scopeOf(job: RunningJob): Scope {
  const sites = job.siteIds.length === 0 ? "all" : job.siteIds;
  return { sites, beyondSites: false, role: "admin", actor: { id: job.createdById, name: job.createdBy } };
}
