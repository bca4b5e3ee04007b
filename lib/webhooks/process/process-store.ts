import { inScope, type Scope, type SystemScope } from "@/lib/db/access/scope";
import { type Db, jsonRows, Prisma } from "@/lib/db/connect/client";
import { BODY_SEALED, bodySealedUnless } from "@/lib/webhooks/receive/bodies-store";
import { verifiedSql } from "@/lib/webhooks/receive/evidence";

/** A stored delivery that waits to be processed. */
export interface PendingDelivery {
  readonly id: string;
  readonly siteId: string;
  /** When it first arrived: a replay is judged by the time of its original. */
  readonly receivedAt: Date;
  readonly digest: Uint8Array | null;
  /** Which rendering of its timestamp was hashed: this shows how the sender writes numbers. */
  readonly hashRendering: string | null;
  /** The earliest created_at of the same data; null if no copy had one. */
  readonly createdAt: Date | null;
  /** Another delivery of the same data has another date. */
  readonly datedOtherwise: boolean;
  /** Its hash is right and it came from the bank's address. */
  readonly verified: boolean;
  /** How far its timestamp is ahead of Postgres's time, in seconds. */
  readonly ahead: number | null;
  /** Staff decided that it takes effect now. */
  readonly released: boolean;
  readonly contentType: string | null;
  /** null if it was removed, or is just being moved; empty if the caller has read it. */
  readonly bodySealed: Uint8Array | null;
  /** The row that the body was sealed for: a replay carries the body of its original. */
  readonly sealedAs: string;
}

/** What must be known of a delivery to read its body. */
export type BodyFacts = Pick<PendingDelivery, "siteId" | "sealedAs" | "contentType" | "hashRendering">;

/** The body of a delivery; null if it was removed, or is just being moved. */
export type StoredBody = BodyFacts & Pick<PendingDelivery, "id" | "bodySealed">;

const BODY = Prisma.raw(`${BODY_SEALED} AS "bodySealed"`);
const SEALED_AS = Prisma.raw(`COALESCE(d.replay_of_id, d.id) AS "sealedAs"`);
const COLUMNS =
  Prisma.raw(`d.id, d.site_id AS "siteId", COALESCE(o.received_at, d.received_at) AS "receivedAt",
  d.digest, d.hash_rendering AS "hashRendering", same.created_at AS "createdAt", COALESCE(same.dated_otherwise, FALSE) AS "datedOtherwise",
  ${verifiedSql("d")} AS verified,
  (d.bank_timestamp - EXTRACT(EPOCH FROM now()))::float8 AS ahead, d.decision IS NOT DISTINCT FROM 'released' AS released,
  d.content_type AS "contentType"`);
const SOURCES = (id: string) =>
  Prisma.raw(`deliveries d ON d.id = ${id} LEFT JOIN deliveries o ON o.id = d.replay_of_id
  CROSS JOIN LATERAL (
    SELECT min(e.bank_created_at) AS created_at,
      bool_or(e.bank_created_at IS DISTINCT FROM d.bank_created_at) AS dated_otherwise
    FROM deliveries e WHERE e.site_id = d.site_id AND e.pair_digest = d.pair_digest AND e.digest = d.digest
      AND e.verdict <> 'quarantined'
  ) same`);

/**
 * The next deliveries that are due, in order of arrival (or only the ones named).
 *
 * @param read those whose bodies the caller has read: what they say must be given to `openDelivery`
 */
export async function takePending(
  scope: Scope,
  tx: Db,
  limit: number,
  only?: readonly string[],
  read: readonly string[] = [],
): Promise<PendingDelivery[]> {
  const named = only === undefined ? Prisma.sql`TRUE` : Prisma.sql`d.id = ANY(${[...only]}::uuid[])`;
  const body = bodySealedUnless(Prisma.sql`d.id = ANY(${[...read]}::uuid[])`);
  const theirs = Prisma.sql`${named} AND ${inScope(scope, "d.site_id")}`;
  const mine = Prisma.sql`d.processing = 'pending' AND ${theirs}`;
  // Each half follows the order of an index: sorted together, every pending row would be read each time.
  return tx.$queryRaw<PendingDelivery[]>`
    WITH first_time AS (
      SELECT d.id FROM deliveries d WHERE ${mine} AND d.attempts = 0 ORDER BY d.id LIMIT ${limit}
    ), again AS (
      SELECT d.id FROM deliveries d WHERE ${mine} AND d.attempts > 0 AND d.next_attempt_at <= now()
      ORDER BY d.next_attempt_at LIMIT ${limit}
    ), due AS (
      SELECT d.id FROM deliveries d WHERE d.processing = 'waiting' AND ${theirs} AND d.next_attempt_at <= now()
      ORDER BY d.next_attempt_at LIMIT ${limit}
    ), taken AS (
      SELECT id, 0 AS turn FROM first_time UNION ALL SELECT id, 1 FROM again UNION ALL SELECT id, 1 FROM due
      ORDER BY turn, id LIMIT ${limit}
    )
    SELECT ${COLUMNS}, ${SEALED_AS}, ${body} AS "bodySealed" FROM taken JOIN ${SOURCES("taken.id")} ORDER BY taken.turn, d.id`;
}

/** The bodies of the deliveries that come after one in order of arrival, and have not been tried yet. */
export async function readNextBodies(
  scope: SystemScope,
  db: Db,
  after: string,
  limit: number,
): Promise<StoredBody[]> {
  return db.$queryRaw`
    SELECT d.id, d.site_id AS "siteId", d.hash_rendering AS "hashRendering", d.content_type AS "contentType",
      ${SEALED_AS}, ${BODY}
    FROM deliveries d WHERE d.processing = 'pending' AND d.attempts = 0 AND d.id > ${after}::uuid
      AND ${inScope(scope, "d.site_id")}
    ORDER BY d.id LIMIT ${limit}`;
}

/** Deliveries by id, whatever their state. */
export async function readDeliveries(
  scope: Scope,
  tx: Db,
  ids: readonly string[],
): Promise<PendingDelivery[]> {
  if (ids.length === 0) return [];
  return tx.$queryRaw<PendingDelivery[]>`
    SELECT ${COLUMNS}, ${SEALED_AS}, ${BODY} FROM unnest(${[...ids]}::uuid[]) AS named(id) JOIN ${SOURCES("named.id")}
    WHERE ${inScope(scope, "d.site_id")} ORDER BY d.id`;
}

/** Whether anything that arrived before a time still waits to be processed for the first time. */
export async function hasUnprocessed(scope: Scope, db: Db, until: Date): Promise<boolean> {
  const [row] = await db.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM deliveries d WHERE d.processing = 'pending' AND d.attempts = 0
      AND d.received_at <= ${until} AND ${inScope(scope, "d.site_id")}) AS found`;
  return row?.found === true;
}

/** Marks deliveries as processed. */
export async function markDone(scope: Scope, tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    UPDATE deliveries SET processing = 'done', processed_at = now(), error = NULL, next_attempt_at = NULL
    WHERE id = ANY(${[...ids]}::uuid[]) AND ${inScope(scope, "site_id")}`;
}

/** Schedules deliveries for their time. */
export async function markWaiting(
  scope: Scope,
  tx: Db,
  waiting: readonly { id: string; until: Date }[],
): Promise<void> {
  if (waiting.length === 0) return;
  await tx.$executeRaw`
    UPDATE deliveries d SET processing = 'waiting', next_attempt_at = w.until, error = NULL
    FROM jsonb_to_recordset(${jsonRows(waiting)}::jsonb) AS w(id uuid, until timestamptz)
    WHERE d.id = w.id AND ${inScope(scope, "d.site_id")}`;
}

/** Marks deliveries as failed, with the reason. */
export async function parkDeliveries(
  scope: Scope,
  tx: Db,
  parked: readonly { id: string; error: string }[],
): Promise<void> {
  if (parked.length === 0) return;
  await tx.$executeRaw`
    UPDATE deliveries d SET processing = 'parked', processed_at = now(), error = p.error
    FROM jsonb_to_recordset(${jsonRows(parked)}::jsonb) AS p(id uuid, error text)
    WHERE d.id = p.id AND ${inScope(scope, "d.site_id")}`;
}

/**
 * Counts a failure: it is tried again later, after twice as long each time (at most 5 minutes), or marked
 * failed at the limit.
 */
export async function markPendingAgain(
  scope: Scope,
  tx: Db,
  failure: { id: string; error: string; maxAttempts: number | null },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE deliveries SET attempts = attempts + 1, error = ${failure.error},
      processing = (CASE WHEN attempts + 1 >= ${failure.maxAttempts ?? 2_000_000_000}::int
        THEN 'parked' ELSE 'pending' END)::delivery_processing,
      next_attempt_at = now() + LEAST(300, power(2, LEAST(attempts, 10))) * interval '1 second'
    WHERE id = ${failure.id}::uuid AND processing IN ('pending', 'waiting') AND ${inScope(scope, "site_id")}`;
}

/** Live events serve open pages: any of them reconnects within a day. */
export async function purgeLiveEvents(_: SystemScope, db: Db): Promise<void> {
  await db.$executeRaw`DELETE FROM live_events WHERE created_at < now() - interval '24 hours'`;
}
