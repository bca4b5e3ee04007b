import { inScope, type Scope, type SystemScope, siteWhere } from "@/lib/db/access/scope";
import { type Db, jsonRows } from "@/lib/db/connect/client";

/** The counts of a site's webhook in one minute. */
export interface StatRow {
  readonly siteId: string;
  readonly minute: Date;
  accepted: number;
  duplicate: number;
  held: number;
  refused: number;
  unstored: number;
  /** How many were answered within each bucket of lib/webhooks/metrics/answer-times.ts. */
  readonly answers: readonly number[];
}

/** Why an unauthenticated request was refused. */
export const UNAUTHENTICATED_REASONS = ["unknown_key", "too_large"] as const;

/** What we keep of an unauthenticated request: nothing of its content. */
export interface UnauthenticatedRequest {
  readonly id: string;
  readonly at: Date;
  readonly reason: (typeof UNAUTHENTICATED_REASONS)[number];
  readonly address: string | null;
  readonly size: number | null;
}

const MOST_TRACES = 10_000;

/** Adds counts to those of this and other processes in the same minutes. */
export async function addStats(_: SystemScope, db: Db, rows: readonly StatRow[]): Promise<void> {
  if (rows.length === 0) return;
  // The same order everywhere, or two processes could deadlock.
  const sorted = rows.toSorted((left, right) => (left.siteId < right.siteId ? -1 : 1));
  await db.$executeRaw`
    INSERT INTO delivery_stats AS s (site_id, minute, accepted, duplicate, held, refused, unstored, answers)
    SELECT "siteId", minute, accepted, duplicate, held, refused, unstored, answers
    FROM jsonb_to_recordset(${jsonRows(sorted.map((row) => ({ ...row })))}::jsonb) AS row("siteId" uuid, minute timestamptz, accepted int,
      duplicate int, held int, refused int, unstored int, answers int[])
    ON CONFLICT (site_id, minute) DO UPDATE SET accepted = s.accepted + excluded.accepted,
      duplicate = s.duplicate + excluded.duplicate, held = s.held + excluded.held,
      refused = s.refused + excluded.refused, unstored = s.unstored + excluded.unstored,
      answers = ARRAY(SELECT COALESCE(a, 0) + COALESCE(b, 0)
        FROM unnest(s.answers, excluded.answers) WITH ORDINALITY AS both_of(a, b, place) ORDER BY place)`;
}

/** Records that credentials were used just now. */
export async function markUsed(_: SystemScope, db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  // The same order everywhere, or a rotation and another replica could deadlock.
  await db.$executeRaw`
    UPDATE site_credentials SET last_used_at = now()
    WHERE id IN (SELECT id FROM site_credentials WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR NO KEY UPDATE)`;
}

/** Keeps traces while there is space; new ones do not evict old ones. */
export async function insertUnauthenticated(
  _: SystemScope,
  db: Db,
  traces: readonly UnauthenticatedRequest[],
): Promise<void> {
  if (traces.length === 0) return;
  await db.$executeRaw`
    INSERT INTO stranger_traces (id, at, reason, address, size)
    SELECT id, at, reason, address, size
    FROM jsonb_to_recordset(${jsonRows(traces.map((trace) => ({ ...trace })))}::jsonb) AS row(id uuid, at timestamptz, reason text, address text, size int)
    LIMIT GREATEST(0, ${MOST_TRACES} - (SELECT count(*) FROM stranger_traces))`;
}

/** Removes counts older than 90 days and traces older than 30. */
export async function purgeOld(_: SystemScope, db: Db): Promise<void> {
  await db.$executeRaw`DELETE FROM delivery_stats WHERE minute < now() - interval '90 days'`;
  await db.$executeRaw`DELETE FROM stranger_traces WHERE at < now() - interval '30 days'`;
}

/** A site's counts by minute since a time, oldest first; empty minutes are left out. */
export async function readStats(scope: Scope, db: Db, since: Date): Promise<StatRow[]> {
  return db.deliveryStat.findMany({
    where: { minute: { gte: since }, ...siteWhere(scope) },
    orderBy: { minute: "asc" },
  });
}

/** Counts of all sites of a scope, over some minutes from `at` on. */
export type StatBucket = Omit<StatRow, "siteId" | "minute"> & { readonly at: Date };

/** Counts since a time in steps of so many minutes, oldest first; empty steps are left out. */
export async function readStatBuckets(
  scope: Scope,
  db: Db,
  { since, minutes }: { since: Date; minutes: number },
): Promise<StatBucket[]> {
  return db.$queryRaw<StatBucket[]>`
    WITH counted AS MATERIALIZED (
      SELECT date_bin(make_interval(mins => ${minutes}::int), s.minute, ${since}::timestamptz) AS at, s.*
      FROM delivery_stats s WHERE s.minute >= ${since} AND ${inScope(scope, "s.site_id")}
    ), classes AS (
      SELECT at, place, sum(count)::int AS count
      FROM counted, unnest(answers) WITH ORDINALITY AS class(count, place) GROUP BY at, place
    ), times AS (SELECT at, array_agg(count ORDER BY place) AS answers FROM classes GROUP BY at)
    SELECT c.at, sum(c.accepted)::int AS accepted, sum(c.duplicate)::int AS duplicate, sum(c.held)::int AS held,
      sum(c.refused)::int AS refused, sum(c.unstored)::int AS unstored, COALESCE(t.answers, '{}') AS answers
    FROM counted c LEFT JOIN times t USING (at) GROUP BY c.at, t.answers ORDER BY c.at`;
}

/** The latest unauthenticated requests, newest first, and how many there are. */
export async function readUnauthenticated(scope: Scope, db: Db, limit: number) {
  if (!scope.beyondSites) return { traces: [], total: 0 };
  const [traces, total] = await Promise.all([
    db.unauthenticatedRequest.findMany({ orderBy: { at: "desc" }, take: limit }),
    db.unauthenticatedRequest.count(),
  ]);
  return { traces, total };
}
