import type pg from "pg";
import { insistOnSite, type Scope, SYSTEM_SCOPE, type SystemScope } from "@/lib/db/access/scope";
import { insertList, recordList, sourceList } from "@/lib/db/column-lists";
import { DELIVERIES } from "@/lib/db/columns";
import { type Database, type Db, Prisma } from "@/lib/db/connect/client";
import { prepareAs, withPrepared } from "@/lib/db/connect/prepared";
import { transactionLimits } from "@/lib/db/limits";
import { QUARANTINE_LOCK } from "@/lib/db/locks";
import { holdLockOfSite } from "@/lib/db/take-lock";
import { publish } from "@/lib/live/publish";
import { makeRoomForBodies, storeBodies } from "./bodies-store";
import { type Accepted, type InboxRow, type Quarantined, RECEIVED_FIELDS, type Submitted } from "./inbox-row";
import { MOST_HELD_BYTES, QUARANTINE_BUDGET, UNREADABLE_BUDGET } from "./room";

/** How a delivery was stored; `no_room`: it was not, because too many are held. */
export type Stored = Accepted | "no_room";

/** What is sent of a delivery. Its body is sent separately, and the statement decides the rest. */
const GIVEN = [...RECEIVED_FIELDS, "verdictReason", "answerStatus"] as const;
/** A row as it is sent: digests in hex, so that nothing is converted twice. */
const RECORD = recordList(DELIVERIES, GIVEN, "text");
const NAMES = GIVEN.map((name) => `"${name}"`).join(", ");
const BYTES = `decode(r.digest, 'hex') AS "digestBytes", decode(r."pairDigest", 'hex') AS "pairBytes",
  decode(r.revokes, 'hex') AS "revokesBytes"`;
const DECODED: Readonly<Record<string, string>> = {
  digest: "digestBytes",
  pairDigest: "pairBytes",
  revokes: "revokesBytes",
};
const TARGET = `deliveries (${insertList(RECEIVED_FIELDS)},
  duplicate_count, pair_leg, verdict, verdict_reason, answer_status, processing)`;
const VALUES = sourceList(
  "i",
  RECEIVED_FIELDS.map((field) => DECODED[field] ?? field),
);
/**
 * A reused pair is evidence only together with the address: otherwise token events are held. The exception is
 * the revocation of a token that we hold: whoever can name it could use it, and it only removes access
 * (docs/decisions/0013-reused-pairs.md).
 */
const HELD = `spent AND "addressLeg" <> 'match' AND "eventName" LIKE 'token\\_%' AND NOT EXISTS (
  SELECT 1 FROM api_tokens t WHERE t.site_id = "siteId" AND t.fingerprint = "revokesBytes")`;

/**
 * A row that already exists with its own id was stored by an INSERT whose answer was lost: it is not a
 * duplicate.
 */
const AGAIN = "deliveries.id <> excluded.id";

// The only statement that bypasses Prisma: prepared once per connection, it takes a third of the time, and the
// bank waits for it (docs/decisions/0007-inbox-statement.md).
const INSERT = prepareAs(
  "insert-deliveries",
  `
    WITH input AS MATERIALIZED (
      SELECT r.*, ${BYTES}
      FROM ROWS FROM (json_to_recordset($1::json) AS (${RECORD}), unnest($3::int[]), unnest($4::int[]),
        unnest($5::int[]), unnest($6::boolean[])) AS r(${NAMES}, start, length, repeats, "spentHere")
    ),
    paired AS MATERIALIZED (
      SELECT input.*, input."spentHere" OR EXISTS (
        SELECT 1 FROM deliveries d
        WHERE d.site_id = input."siteId" AND d.pair_digest = input."pairBytes" AND d.digest <> input."digestBytes"
          AND d.verdict <> 'quarantined'
      ) AS spent
      FROM input
    ),
    judged AS MATERIALIZED (SELECT paired.*, ${HELD} AS held FROM paired),
    full_sites AS MATERIALIZED (
      SELECT d.site_id FROM deliveries d
      WHERE d.site_id IN (SELECT "siteId" FROM judged WHERE held) AND d.verdict = 'held' AND d.decision IS NULL
      GROUP BY d.site_id HAVING sum(d.body_size) >= ${MOST_HELD_BYTES}
    ),
    i AS MATERIALIZED (
      SELECT judged.*, held AND "siteId" IN (SELECT site_id FROM full_sites) AND NOT EXISTS (
          SELECT 1 FROM deliveries d WHERE d.site_id = "siteId" AND d.digest = judged."digestBytes"
            AND d.replay_of_id IS NULL AND d.verdict <> 'quarantined'
        ) AS "noRoom"
      FROM judged
    ),
    stored AS (INSERT INTO ${TARGET}
    SELECT ${VALUES}, i.repeats, CASE WHEN i.spent THEN 'spent' ELSE 'fresh' END,
      (CASE WHEN i.held THEN 'held' ELSE 'accepted' END)::delivery_verdict,
      CASE WHEN i.held THEN 'pair_spent' END, 200,
      (CASE WHEN i.held THEN 'none' ELSE 'pending' END)::delivery_processing
    FROM i WHERE NOT i."noRoom"
    ON CONFLICT (site_id, digest) WHERE replay_of_id IS NULL AND verdict <> 'quarantined' DO UPDATE
      SET duplicate_count = deliveries.duplicate_count + CASE WHEN ${AGAIN} THEN 1 + excluded.duplicate_count ELSE 0 END,
          last_duplicate_at = CASE WHEN ${AGAIN} THEN excluded.received_at ELSE deliveries.last_duplicate_at END,
          bank_created_at = LEAST(deliveries.bank_created_at, excluded.bank_created_at),
          refold_at = CASE WHEN excluded.bank_created_at < COALESCE(deliveries.bank_created_at, 'infinity')
            THEN now() ELSE deliveries.refold_at END
    RETURNING id, verdict::text AS verdict),
    bodies AS (INSERT INTO delivery_bodies (id, sealed)
    SELECT i.id, substring($2::bytea FROM i.start FOR i.length) FROM i JOIN stored ON stored.id = i.id
    ON CONFLICT (id) DO NOTHING)
    SELECT id, verdict FROM stored UNION ALL SELECT id, 'no_room' FROM i WHERE "noRoom"`,
);

/**
 * Stores a batch in one statement, which also checks the pairs.
 *
 * @returns for each id that became a row, how it was accepted; a missing id was a duplicate
 */
export async function insertDeliveries(
  _: SystemScope,
  { pool }: Pick<Database, "pool">,
  batch: Batch,
): Promise<Map<string, Stored>> {
  const pairs = contestedPairs(batch);
  const values = valuesOf(batch);
  const stored = await storeBodies(pool, idsOf(batch), () =>
    withPrepared(pool, INSERT, (statement) => insertAlone(pool, pairs, { ...statement, values })),
  );
  return new Map(stored.rows.map((row) => [row.id, row.verdict]));
}

/** Stores one in the caller's transaction, without another connection. */
export async function insertWithin(
  scope: Scope,
  tx: Db,
  { row, bodySealed }: Submitted,
): Promise<Stored | "duplicate"> {
  insistOnSite(scope, row.siteId);
  const batch = [{ row, bodySealed, repeats: 0, createdAt: row.bankCreatedAt }];
  await makeRoomForBodies(SYSTEM_SCOPE, tx, idsOf(batch));
  const pairs = contestedPairs(batch);
  if (pairs.length > 0) await tx.$executeRawUnsafe(LOCK_PAIRS, pairs);
  const [stored] = await tx.$queryRawUnsafe<{ verdict: Stored }[]>(INSERT.text, ...valuesOf(batch));
  return stored?.verdict ?? "duplicate";
}

type Batch = readonly { row: InboxRow; bodySealed: Uint8Array; repeats: number; createdAt: Date | null }[];

function idsOf(batch: Batch): string[] {
  return batch.map(({ row }) => row.id);
}

function valuesOf(batch: Batch) {
  const bodies = batch.map(({ bodySealed }) => bodySealed);
  let start = 1;
  const starts = bodies.map(({ length }) => {
    start += length;
    return start - length;
  });
  return [
    JSON.stringify(batch.map(({ row, createdAt }) => withCreatedAt(row, createdAt))),
    // All bodies in one parameter: it is sent as bytes; an array of them would be sent as text of twice the
    // size.
    Buffer.concat(bodies),
    starts,
    bodies.map(({ length }) => length),
    batch.map(({ repeats }) => repeats),
    findSpentHere(batch),
  ];
}

/** A copy in the same batch may have an earlier date than the stored one. */
function withCreatedAt(row: InboxRow, createdAt: Date | null): InboxRow {
  return createdAt === row.bankCreatedAt ? row : { ...row, bankCreatedAt: createdAt };
}

/**
 * Pairs that decide whether a delivery is trusted: those of token events whose address proves nothing. No
 * constraint can express that two of them exclude each other, so replicas take turns; nothing else waits for
 * that.
 */
function contestedPairs(batch: readonly { row: InboxRow }[]): string[] {
  const contested = batch.filter(
    ({ row }) => row.addressLeg !== "match" && row.eventName?.startsWith("token_") === true,
  );
  return [...new Set(contested.map(({ row }) => pairOf(row)))].sort();
}

async function insertAlone(pool: pg.Pool, pairs: readonly string[], insert: pg.QueryConfig) {
  if (pairs.length === 0) return pool.query<{ id: string; verdict: Stored }>(insert);
  const client = await pool.connect();
  try {
    await client.query(`BEGIN; ${transactionLimits(pool)}`);
    // A separate statement: the next one must see what the previous holder of the lock committed.
    await client.query(LOCK_PAIRS, [pairs]);
    const stored = await client.query<{ id: string; verdict: Stored }>(insert);
    await client.query("COMMIT");
    client.release();
    return stored;
  } catch (error) {
    // The connection is closed, and the transaction with it.
    client.release(true);
    throw error;
  }
}

const LOCK_PAIRS =
  "SELECT pg_advisory_xact_lock(hashtextextended(pair, 0)) FROM unnest($1::text[]) AS p(pair)";

/** Whether an earlier row of the batch used a row's pair with other data. */
function findSpentHere(batch: readonly { row: InboxRow }[]): boolean[] {
  const firsts = new Map<string, InboxRow>();
  // Ids grow with time, but the batch has another order.
  for (const { row } of batch) {
    const first = firsts.get(pairOf(row));
    if (first === undefined || row.id < first.id) firsts.set(pairOf(row), row);
  }
  return batch.map(({ row }) => firsts.get(pairOf(row))?.digest !== row.digest);
}

function pairOf({ siteId, pairDigest }: InboxRow): string {
  return `${siteId}${pairDigest}`;
}

/** Quarantines a refused delivery, while the site has space. */
export async function insertQuarantined(
  scope: Scope,
  db: Db,
  { row, bodySealed }: Quarantined,
): Promise<boolean> {
  // One at a time per site, or several that count at the same time would all find space.
  await holdLockOfSite(db, QUARANTINE_LOCK, row.siteId);
  if (row.digest !== null && (await countRefusedAgain(db, row.siteId, row.digest))) return true;
  await makeRoomForBodies(SYSTEM_SCOPE, db, [row.id]);
  const budget = row.digest === null ? UNREADABLE_BUDGET : QUARANTINE_BUDGET;
  const count = await db.$executeRaw(Prisma.sql`
    WITH i AS (SELECT r.*, ${Prisma.raw(BYTES)}
      FROM json_to_recordset(${JSON.stringify([row])}::json) AS r(${Prisma.raw(RECORD)})),
    stored AS (INSERT INTO ${Prisma.raw(TARGET)}
    SELECT ${Prisma.raw(VALUES)}, 0, 'unjudged', 'quarantined', i."verdictReason", i."answerStatus", 'none'
    FROM i
    WHERE (SELECT count(*) FROM deliveries d WHERE d.site_id = i."siteId" AND d.verdict = 'quarantined' AND d.decision IS NULL
        AND (d.digest IS NULL) = ${row.digest === null})
      < ${budget}
    RETURNING id)
    INSERT INTO delivery_bodies (id, sealed) SELECT id, ${bodySealed}::bytea FROM stored`);
  if (count > 0) await publish(scope, db, [{ siteId: row.siteId, kind: "delivery", entityId: row.id }]);
  return count > 0;
}

/** The bank's later tries of a refused delivery use no more space. @returns whether it was refused before */
async function countRefusedAgain(db: Db, siteId: string, digest: string): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE deliveries d SET duplicate_count = duplicate_count + 1, last_duplicate_at = now()
    WHERE site_id = ${siteId}::uuid AND digest = decode(${digest}, 'hex') AND verdict = 'quarantined'
      AND decision IS NULL`;
  return count > 0;
}
