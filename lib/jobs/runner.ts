import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { createLoop, type Loop } from "@/lib/background/loop";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { JOB_LOCK } from "@/lib/db/locks";
import { tryLock } from "@/lib/db/take-lock";
import { publish } from "@/lib/live/publish";
import { log } from "@/lib/log";
import { auditTarget, hooksOf, jobChanges } from "./jobs";
import { claimJob, enqueueJob, holdClaim, storeFailure, storeStep, takeJob } from "./jobs-store";
import { JOB_KINDS, type JobKind, type JobRules, pauseAfter, rulesOf } from "./kinds";
import type { Job, JobWork, Step, WorkTable } from "./work";

export interface RunnerDependencies {
  readonly database: Database;
  readonly keys: AuditKeys;
  readonly work: WorkTable;
}

const POLL_MS = 2_000;
const RETRY_MS = 1_000;
const ADOPT_MS = 60_000;
/** The key of repeated jobs: one of each kind. */
const REPEATED = "repeated";

/** A step that failed, and whose. */
class StepFailure extends Error {
  constructor(
    readonly job: Job,
    override readonly cause: unknown,
  ) {
    super("a job's step failed");
  }
}

/** Makes the background work that carries out jobs, both lanes side by side. */
export function createJobRunner(deps: RunnerDependencies): Loop {
  const lanes = (["database", "outside"] as const).map((lane) => createLane(deps, lane));
  return {
    wake: () => {
      for (const lane of lanes) lane.wake();
    },
    start: () => {
      for (const lane of lanes) lane.start();
    },
    stop: async () => void (await Promise.all(lanes.map((lane) => lane.stop()))),
  };
}

function createLane(deps: RunnerDependencies, lane: JobRules["lane"]): Loop {
  let adopted = -Infinity;
  return createLoop({
    round: async () => {
      if (performance.now() - adopted > ADOPT_MS) {
        await adopt(deps, lane);
        adopted = performance.now();
      }
      try {
        return await runStep(deps, lane);
      } catch (error) {
        if (!(error instanceof StepFailure)) throw error;
        await noteFailure(deps, error);
        return "more";
      }
    },
    everyMs: POLL_MS,
    afterFailureMs: RETRY_MS,
    failure: "no job could be run",
  });
}

/** Runs the next step of the job that is due first. A step that fails is undone. */
export function runStep(deps: RunnerDependencies, lane: JobRules["lane"]): Promise<"more" | "idle"> {
  return lane === "database" ? runWithin(deps) : runOutside(deps);
}

async function runWithin({ database, work }: RunnerDependencies): Promise<"more" | "idle"> {
  const kinds = kindsOf(work, "database");
  if (kinds.length === 0) return "idle";
  let taken: Job | null = null;
  try {
    await database.prisma.$transaction(async (tx) => {
      if (!(await tryLock(tx, JOB_LOCK))) return;
      taken = await takeJob(SYSTEM_SCOPE, tx, kinds);
      if (taken === null) return;
      const own = workOf(work, taken);
      if (own.lane !== "database") throw new Error("a job in the wrong lane");
      await store(tx, taken, await own.step(tx, taken));
    });
  } catch (error) {
    throw failureOf(taken, error);
  }
  return told(work, taken);
}

async function runOutside({ database, work }: RunnerDependencies): Promise<"more" | "idle"> {
  const kinds = kindsOf(work, "outside");
  if (kinds.length === 0) return "idle";
  const claim = newId();
  const job = await claimJob(SYSTEM_SCOPE, database.prisma, kinds, claim);
  if (job === null) return "idle";
  try {
    const own = workOf(work, job);
    if (own.lane !== "outside") throw new Error("a job in the wrong lane");
    const keep = await own.step(job);
    await database.prisma.$transaction(async (tx) => {
      if (await holdClaim(SYSTEM_SCOPE, tx, job.id, claim)) await store(tx, job, await keep(tx));
    });
  } catch (error) {
    throw failureOf(job, error);
  }
  return told(work, job);
}

function told(work: WorkTable, job: Job | null): "more" | "idle" {
  if (job === null) return "idle";
  hooksOf(work, job.kind)?.stored?.();
  return "more";
}

async function store(tx: Db, job: Job, step: Step): Promise<void> {
  const rules = rulesOf(job.kind);
  await storeStep(SYSTEM_SCOPE, tx, job, step, {
    repeatMs: rules?.everyMs ?? null,
    takesTurns: rules?.lane === "outside",
  });
  const { changes = [] } = step;
  // A repeated job that did nothing is no news.
  const isQuiet = rules?.everyMs != null && changes.length === 0;
  await publish(SYSTEM_SCOPE, tx, isQuiet ? [] : [...changes, ...(await jobChanges(tx, job))]);
}

/** A failure of no job, such as of taking one, is the database's. */
function failureOf(job: Job | null, error: unknown): unknown {
  return job === null ? error : new StepFailure(job, error);
}

/** Counts the failure; a database that is away is no fault of the job's, and the caller tries again. */
async function noteFailure(
  { database, keys, work }: RunnerDependencies,
  failure: StepFailure,
): Promise<void> {
  await database.pool.query("SELECT 1");
  const { job, cause } = failure;
  // Messages may quote a payload, so only the kind of error is kept.
  const error = cause instanceof Error ? cause.name : "Error";
  const rules = rulesOf(job.kind);
  const failures = job.attempts + 1;
  const rests = rules !== null && failures < rules.mostFailures;
  await database.prisma.$transaction(async (tx) => {
    const restMs = rests ? pauseAfter(rules, failures) : null;
    const failed = await storeFailure(SYSTEM_SCOPE, tx, job.id, { error, restMs });
    if (failed === null) return;
    if (failed.state === "failed") {
      log.error({ job: job.kind, error }, "a job failed for good");
      await hooksOf(work, job.kind)?.changed?.(SYSTEM_SCOPE, tx, failed, "failed");
      const details = { kind: job.kind, error };
      await recordAudit(SYSTEM_SCOPE, tx, keys, {
        action: "job.failed",
        outcome: "failed",
        ...auditTarget(job),
        details,
      });
    }
    await publish(SYSTEM_SCOPE, tx, await jobChanges(tx, failed));
  });
}

/** Orders what should be there: repeated jobs, and what an earlier version left. */
async function adopt({ database, work }: RunnerDependencies, lane: JobRules["lane"]): Promise<void> {
  for (const kind of kindsOf(work, lane))
    await database.prisma.$transaction(async (tx) => {
      if (rulesOf(kind)?.everyMs != null) await enqueueJob(SYSTEM_SCOPE, tx, { kind, key: REPEATED });
      await work[kind]?.adopt?.(tx);
    });
}

function kindsOf(work: WorkTable, lane: JobRules["lane"]): JobKind[] {
  const kinds = Object.keys(JOB_KINDS) as JobKind[];
  return kinds.filter((kind) => work[kind]?.lane === lane);
}

function workOf(work: WorkTable, job: Job): JobWork {
  const own = hooksOf(work, job.kind);
  if (own === undefined) throw new Error("a job of a kind that is not done here");
  return own;
}
