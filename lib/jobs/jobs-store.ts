import type { Scope, SystemScope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import type { JobKind } from "./kinds";
import type { Job, Json, Step } from "./work";

const COLUMNS =
  Prisma.raw(`j.id, j.kind, j.site_ids::text[] AS "siteIds", j.key, j.input, j.state, j.cursor, j.total,
  j.done, j.result, j.runs, j.attempts, j.next_at AS "nextAt", j.error, j.created_at AS "createdAt",
  j.created_by_id::text AS "createdById", j.created_by AS "createdBy", j.started_at AS "startedAt",
  j.finished_at AS "finishedAt"`);
const UNFINISHED = Prisma.raw("j.state IN ('queued', 'running')");
const NO_SITE = "00000000-0000-0000-0000-000000000000";
/** A process that has not stored a step by then has died: asking the bank takes less, even with its retries. */
const CLAIMED = Prisma.raw("interval '5 minutes'");

/** A job to store. */
export interface NewJob {
  /** Made by whoever orders it, if something else carries it, too. */
  readonly id?: string;
  readonly kind: JobKind;
  /** Left out: those of the scope. */
  readonly siteIds?: readonly string[];
  /** While an unfinished job of the kind has this key, no other is stored. */
  readonly key?: string;
  readonly input?: Json;
  readonly total?: number;
  /** Left out: now. */
  readonly nextAt?: Date;
}

/** Jobs over nothing but sites of a scope; who sees what is of no site also sees those over all of them. */
function ordered(scope: Scope): Prisma.Sql {
  if (scope.sites === "all") return Prisma.sql`TRUE`;
  const within = Prisma.sql`j.site_ids <@ ${[...scope.sites]}::uuid[]`;
  return scope.beyondSites ? within : Prisma.sql`j.site_ids <> '{}' AND ${within}`;
}

/** @returns the id of the stored job; null if an unfinished one has its key */
export async function enqueueJob(scope: Scope, tx: Db, job: NewJob): Promise<string | null> {
  // Empty means all sites, so a scope without sites gets one that does not exist.
  const own = scope.sites === "all" ? [] : scope.sites.length === 0 ? [NO_SITE] : scope.sites;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO jobs (id, kind, site_ids, key, input, total, next_at, created_at, created_by_id, created_by)
    VALUES (${job.id ?? newId()}::uuid, ${job.kind}, ${[...(job.siteIds ?? own)]}::uuid[], ${job.key ?? null},
      ${JSON.stringify(job.input ?? {})}::jsonb, ${job.total ?? 0}, COALESCE(${job.nextAt ?? null}, now()), now(),
      ${scope.actor.id}::uuid, ${scope.actor.name})
    ON CONFLICT (kind, key) WHERE state IN ('queued', 'running') AND key IS NOT NULL DO NOTHING
    RETURNING id::text`;
  return rows[0]?.id ?? null;
}

/** The next due job of these kinds, locked until the transaction ends. */
export async function takeJob(_: SystemScope, tx: Db, kinds: readonly string[]): Promise<Job | null> {
  return (await takeDue(tx, kinds, Prisma.sql`claim = NULL`)) ?? null;
}

/** The same for a step that runs outside of a transaction: nobody else takes it until it is stored, or too late. */
export async function claimJob(
  _: SystemScope,
  tx: Db,
  kinds: readonly string[],
  claim: string,
): Promise<Job | null> {
  const set = Prisma.sql`claim = ${claim}::uuid, claimed_until = now() + ${CLAIMED}`;
  return (await takeDue(tx, kinds, set)) ?? null;
}

async function takeDue(tx: Db, kinds: readonly string[], set: Prisma.Sql): Promise<Job | undefined> {
  const [job] = await tx.$queryRaw<Job[]>`
    UPDATE jobs j SET state = 'running', started_at = COALESCE(started_at, now()), runs = runs + 1, ${set}
    WHERE id = (
      SELECT id FROM jobs j WHERE ${UNFINISHED} AND kind = ANY(${[...kinds]}) AND next_at <= now()
        AND (claimed_until IS NULL OR claimed_until < now())
      ORDER BY next_at, created_at LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING ${COLUMNS}`;
  return job;
}

/** Whether the claim still stands; the row is locked then. A cancelled job, or one taken over, is somebody else's. */
export async function holdClaim(_: SystemScope, tx: Db, id: string, claim: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM jobs j WHERE id = ${id}::uuid AND claim = ${claim}::uuid AND ${UNFINISHED} FOR UPDATE`;
  return rows.length === 1;
}

/** Stores what a step came to. `repeatMs`: how long after its end the job begins anew; null for never. */
export async function storeStep(
  _: SystemScope,
  tx: Db,
  job: Pick<Job, "id">,
  step: Step,
  how: { repeatMs: number | null; takesTurns: boolean },
): Promise<void> {
  const ends = step.next === "done";
  const { state, waitMs } = whatNext(step, how);
  // A repeated job begins anew.
  const cursor = ends && how.repeatMs !== null ? null : step.cursor;
  await tx.$executeRaw`
    UPDATE jobs j SET state = ${state}, attempts = 0, error = NULL, claim = NULL, claimed_until = NULL,
      cursor = ${jsonOr(cursor, "cursor")}, result = ${jsonOr(step.result, "result")},
      total = COALESCE(${step.total ?? null}, total), done = COALESCE(${step.done ?? null}, done),
      next_at = COALESCE(now() + ${waitMs} * interval '1 millisecond', next_at),
      finished_at = ${ends ? Prisma.sql`now()` : Prisma.sql`finished_at`}
    WHERE id = ${job.id}::uuid AND ${UNFINISHED}`;
}

function whatNext(step: Step, how: { repeatMs: number | null; takesTurns: boolean }) {
  if (step.next === "later") return { state: "queued", waitMs: step.afterMs };
  // Jobs that take turns go to the end of those that are due.
  if (step.next === "more") return { state: "running", waitMs: how.takesTurns ? 0 : null };
  return { state: how.repeatMs === null ? "done" : "queued", waitMs: how.repeatMs };
}

function jsonOr(value: Json | undefined, column: string): Prisma.Sql {
  if (value === undefined) return Prisma.raw(column);
  return value === null ? Prisma.sql`NULL` : Prisma.sql`${JSON.stringify(value)}::jsonb`;
}

/** Counts a failure: the job rests, or (`rest` is null) is given up. @returns the job then; null if it had ended */
export async function storeFailure(
  _: SystemScope,
  tx: Db,
  id: string,
  failure: { error: string; restMs: number | null },
): Promise<Job | null> {
  const { error, restMs } = failure;
  const how =
    restMs === null
      ? Prisma.sql`state = 'failed', finished_at = now()`
      : Prisma.sql`state = 'queued', next_at = now() + ${restMs} * interval '1 millisecond'`;
  const [job] = await tx.$queryRaw<Job[]>`
    UPDATE jobs j SET ${how}, attempts = attempts + 1, error = ${error}, claim = NULL, claimed_until = NULL
    WHERE id = ${id}::uuid AND ${UNFINISHED} RETURNING ${COLUMNS}`;
  return job ?? null;
}

/** Cancels a job that had not ended. @returns it; null if it had, or is out of scope */
export async function cancelUnfinished(scope: Scope, tx: Db, id: string): Promise<Job | null> {
  const [job] = await tx.$queryRaw<Job[]>`
    UPDATE jobs j SET state = 'cancelled', finished_at = now(), claim = NULL, claimed_until = NULL
    WHERE id = ${id}::uuid AND ${UNFINISHED} AND ${ordered(scope)} RETURNING ${COLUMNS}`;
  return job ?? null;
}

/** Queues a job again that was given up. @returns it; null if it was not, or another has its key by now */
export async function queueAgain(scope: Scope, tx: Db, id: string): Promise<Job | null> {
  const [job] = await tx.$queryRaw<Job[]>`
    UPDATE jobs j SET state = 'queued', attempts = 0, next_at = now(), finished_at = NULL
    WHERE id = ${id}::uuid AND j.state = 'failed' AND ${ordered(scope)} AND NOT EXISTS (
      SELECT 1 FROM jobs o WHERE o.kind = j.kind AND o.key = j.key AND o.state IN ('queued', 'running'))
    RETURNING ${COLUMNS}`;
  return job ?? null;
}

/** Jobs for the page that lists them: unfinished ones by when they are due, then those that failed, then others. */
export async function listJobs(scope: Scope, db: Db, limit: number): Promise<Job[]> {
  return db.$queryRaw<Job[]>`
    (SELECT ${COLUMNS} FROM jobs j WHERE ${UNFINISHED} AND ${ordered(scope)} ORDER BY next_at, created_at LIMIT ${limit})
    UNION ALL
    (SELECT ${COLUMNS} FROM jobs j WHERE j.state = 'failed' AND ${ordered(scope)}
      ORDER BY created_at DESC, id DESC LIMIT ${limit})
    UNION ALL
    (SELECT ${COLUMNS} FROM jobs j WHERE j.state IN ('done', 'cancelled') AND ${ordered(scope)}
      ORDER BY created_at DESC, id DESC LIMIT ${limit})`;
}

/** The sites that open pages of a job belong to. */
export async function sitesOfJob(_: SystemScope, tx: Db, siteIds: readonly string[]): Promise<string[]> {
  const sites = await tx.site.findMany({
    ...(siteIds.length > 0 && { where: { id: { in: [...siteIds] } } }),
    select: { id: true },
  });
  return sites.map(({ id }) => id);
}

/** The newest job of a kind with a key, whatever became of it; null if the scope has none. */
export async function findNewestJob(scope: Scope, db: Db, kind: JobKind, key: string): Promise<Job | null> {
  const [job] = await db.$queryRaw<Job[]>`
    SELECT ${COLUMNS} FROM jobs j WHERE j.kind = ${kind} AND j.key = ${key} AND ${ordered(scope)}
    ORDER BY j.created_at DESC, j.id DESC LIMIT 1`;
  return job ?? null;
}

/** Removes jobs that ended more than 90 days ago. */
export async function purgeJobs(_: SystemScope, db: Db): Promise<void> {
  await db.$executeRaw`
    DELETE FROM jobs WHERE state IN ('done', 'cancelled', 'failed') AND finished_at < now() - interval '90 days'`;
}
