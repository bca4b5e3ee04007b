import type { Scope, SystemScope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { matchingDeliveries } from "@/lib/webhooks/read/deliveries-store";
import type { DeliveryFilters } from "@/lib/webhooks/read/delivery-filters";
import type { Decision } from "./decisions";

/** A bulk action and its progress. */
export interface DeliveryJob {
  readonly id: string;
  readonly decision: Decision;
  readonly reason: string;
  readonly state: "queued" | "running" | "done" | "cancelled" | "failed";
  readonly total: number;
  readonly done: number;
  readonly skipped: number;
  readonly refused: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly finishedAt: Date | null;
}

/** What the runner needs besides. */
export interface RunningJob extends DeliveryJob {
  /** Empty: all sites. */
  readonly siteIds: readonly string[];
  readonly filters: unknown;
  readonly cursor: string | null;
  readonly until: string;
  readonly createdById: string | null;
}

const NO_SITE = "00000000-0000-0000-0000-000000000000";
const COLUMNS =
  Prisma.raw(`id, decision, reason, state, total, done, skipped, refused, created_at AS "createdAt",
  created_by AS "createdBy", finished_at AS "finishedAt"`);
const RUNNING =
  Prisma.raw(`site_ids::text[] AS "siteIds", filters, cursor::text AS cursor, until::text AS until,
  created_by_id::text AS "createdById"`);

/**
 * Replays carry the body of their original: processing all of them again means the first of each that was
 * accepted.
 */
function meantBy(decision: Decision): Prisma.Sql {
  if (decision !== "replayed") return Prisma.sql`TRUE`;
  return Prisma.sql`(d.replay_of_id IS NULL OR NOT EXISTS (SELECT 1 FROM deliveries e
    WHERE e.site_id = d.site_id AND e.pair_digest = d.pair_digest AND e.digest = d.digest
      AND e.verdict = 'accepted' AND e.id < d.id))`;
}

/** Stores an order. @returns its id, and how many deliveries it covers */
export async function insertJob(
  scope: Scope,
  tx: Db,
  order: { decision: Decision; filters: DeliveryFilters; reason: string },
): Promise<{ id: string; total: number }> {
  const id = newId();
  // Created before the count: later deliveries have greater ids and are not included.
  const until = newId();
  const [counted] = await tx.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM deliveries d
    WHERE ${matchingDeliveries(scope, order.filters)} AND ${meantBy(order.decision)} AND d.id <= ${until}::uuid`;
  const total = counted?.total ?? 0;
  await tx.deliveryJob.create({
    data: {
      id,
      // Empty means all sites, so a scope without sites gets one that does not exist.
      siteIds: scope.sites === "all" ? [] : scope.sites.length === 0 ? [NO_SITE] : [...scope.sites],
      decision: order.decision,
      filters: order.filters,
      reason: order.reason,
      total,
      until,
      createdAt: new Date(),
      createdById: scope.actor.id,
      createdBy: scope.actor.name,
    },
  });
  return { id, total };
}

/** An order that its step works on; null if it has ended. */
export async function beginJob(_: SystemScope, tx: Db, id: string): Promise<RunningJob | null> {
  const [job] = await tx.$queryRaw<RunningJob[]>`
    UPDATE delivery_jobs SET state = 'running', started_at = COALESCE(started_at, now())
    WHERE id = ${id}::uuid AND state IN ('queued', 'running') RETURNING ${COLUMNS}, ${RUNNING}`;
  return job ?? null;
}

/** Unfinished orders without a job: of a version before there were jobs of other kinds. */
export async function listOrphans(
  _: SystemScope,
  tx: Db,
): Promise<{ id: string; siteIds: string[]; total: number }[]> {
  return tx.$queryRaw`
    SELECT d.id::text, d.site_ids::text[] AS "siteIds", d.total FROM delivery_jobs d
    WHERE d.state IN ('queued', 'running') AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = d.id)`;
}

/** Lets an order go on that had failed. */
export async function reopenJob(scope: Scope, tx: Db, id: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE delivery_jobs SET state = 'queued', error = NULL, finished_at = NULL
    WHERE id = ${id}::uuid AND state = 'failed' AND ${ordered(scope)}`;
}

/** The next deliveries of a job, in order. */
export async function listJobChunk(
  scope: Scope,
  tx: Db,
  job: { cursor: string | null; until: string; filters: DeliveryFilters; decision: Decision },
  limit: number,
): Promise<string[]> {
  const after = job.cursor === null ? Prisma.sql`TRUE` : Prisma.sql`d.id > ${job.cursor}::uuid`;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT d.id FROM deliveries d
    WHERE ${matchingDeliveries(scope, job.filters)} AND ${meantBy(job.decision)} AND d.id <= ${job.until}::uuid AND ${after}
    ORDER BY d.id LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Stores the progress of a job. A job cancelled in the meantime stays cancelled. */
export async function advanceJob(
  _: SystemScope,
  tx: Db,
  id: string,
  by: { cursor: string; done: number; skipped: number; refused: number },
): Promise<void> {
  await tx.deliveryJob.updateMany({
    where: { id },
    data: {
      cursor: by.cursor,
      done: { increment: by.done },
      skipped: { increment: by.skipped },
      refused: { increment: by.refused },
    },
  });
}

/** Jobs over nothing but sites of a scope; who sees what is of no site also sees those over all of them. */
function ordered(scope: Scope): Prisma.Sql {
  if (scope.sites === "all") return Prisma.sql`TRUE`;
  const within = Prisma.sql`site_ids <@ ${[...scope.sites]}::uuid[]`;
  return scope.beyondSites ? within : Prisma.sql`site_ids <> '{}' AND ${within}`;
}

/** Ends a job that was still running or waiting. @returns whether it did */
export async function finishJob(
  scope: Scope,
  tx: Db,
  id: string,
  state: "done" | "cancelled" | "failed",
  error: string | null = null,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE delivery_jobs SET state = ${state}, error = ${error}, finished_at = now()
    WHERE id = ${id}::uuid AND state IN ('queued', 'running') AND ${ordered(scope)}`;
  return count === 1;
}

/** The latest jobs, newest first. */
export async function listJobs(scope: Scope, db: Db, limit: number): Promise<DeliveryJob[]> {
  return db.$queryRaw<DeliveryJob[]>`
    SELECT ${COLUMNS} FROM delivery_jobs WHERE ${ordered(scope)} ORDER BY created_at DESC LIMIT ${limit}`;
}

/** Removes orders older than 90 days. */
export async function purgeOrders(_: SystemScope, db: Db): Promise<void> {
  await db.$executeRaw`DELETE FROM delivery_jobs WHERE finished_at < now() - interval '90 days'`;
}
