import { type Database, type Db, hexBytes, jsonRows, Prisma } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { publish } from "@/lib/live/publish";
import type { Accepted, InboxRow, Quarantined } from "./inbox";

/** How a delivery was stored; `no_room`: it was not, too many wait for a person. */
export type Stored = Accepted | "no_room";

/** How many refused deliveries a site keeps for a person to look at. */
const QUARANTINE_BUDGET = 1_000;
/** Of those that are no notification at all: junk must not take the room of what can be mended. */
const UNREADABLE_BUDGET = 200;
/** How many held deliveries a site has waiting for a person, before the bank is told to come again. */
const HELD_CAP = 1_000;
const QUARANTINE_LOCK = 7_261_005;

const COLUMNS = `id uuid, "siteId" uuid, "receivedAt" timestamptz, digest bytea, "pairDigest" bytea,
  "eventName" text, reference text, "bankTimestamp" numeric, "bankCreatedAt" timestamptz, "currentTry" int,
  "maxTries" int, "contentType" text, "userAgent" text, encoding text, "bodySize" int, "sourceAddress" text,
  "peerAddress" text, "forwardedFor" text, "addressLeg" text,
  "hashLeg" text, "hashRendering" text, "ageSeconds" int, repeats int, start int, length int, "spentHere" boolean,
  "verdictReason" text, "answerStatus" int`;
const TARGET = `deliveries (id, site_id, received_at, digest, pair_digest, event_name, reference,
  bank_timestamp, bank_created_at, current_try, max_tries, content_type, user_agent, encoding, body_size, source_address,
  peer_address, forwarded_for, address_leg, hash_leg, hash_rendering, age_seconds, duplicate_count, body_sealed, pair_leg, verdict,
  verdict_reason, answer_status, processing)`;
const VALUES = `i.id, i."siteId", i."receivedAt", i.digest, i."pairDigest", i."eventName", i.reference,
  i."bankTimestamp", i."bankCreatedAt", i."currentTry", i."maxTries", i."contentType", i."userAgent", i.encoding, i."bodySize",
  i."sourceAddress", i."peerAddress", i."forwardedFor", i."addressLeg", i."hashLeg", i."hashRendering", i."ageSeconds", i.repeats`;
/** A reused pair is evidence only together with the address: token events then wait for a person. */
const HELD = `spent AND "addressLeg" <> 'match' AND "eventName" LIKE 'token\\_%'`;

// The one statement of the product that does not go through Prisma: prepared once per connection, it takes
// a third of the time, and it is what the bank waits for (docs/decisions/0007-inbox-statement.md).
const INSERT = {
  name: "insert-deliveries",
  text: `
    WITH input AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($1::jsonb) AS row(${COLUMNS})),
    paired AS MATERIALIZED (
      SELECT input.*, input."spentHere" OR EXISTS (
        SELECT 1 FROM deliveries d
        WHERE d.site_id = input."siteId" AND d.pair_digest = input."pairDigest" AND d.digest <> input.digest
          AND d.verdict <> 'quarantined'
      ) AS spent
      FROM input
    ),
    i AS MATERIALIZED (
      SELECT paired.*, ${HELD} AS held, CASE WHEN ${HELD} THEN NOT EXISTS (
          SELECT 1 FROM deliveries d WHERE d.site_id = "siteId" AND d.digest = paired.digest
            AND d.replay_of_id IS NULL AND d.verdict <> 'quarantined'
        ) AND ${HELD_CAP} <= (
          SELECT count(*) FROM deliveries d
          WHERE d.site_id = "siteId" AND d.verdict = 'held' AND d.decision IS NULL
        ) ELSE FALSE END AS "noRoom"
      FROM paired
    ),
    stored AS (INSERT INTO ${TARGET}
    SELECT ${VALUES}, substring($2::bytea FROM i.start FOR i.length),
      CASE WHEN i.spent THEN 'spent' ELSE 'fresh' END,
      (CASE WHEN i.held THEN 'held' ELSE 'accepted' END)::delivery_verdict,
      CASE WHEN i.held THEN 'pair_spent' END, 200,
      (CASE WHEN i.held THEN 'none' ELSE 'pending' END)::delivery_processing
    FROM i WHERE NOT i."noRoom"
    ON CONFLICT (site_id, digest) WHERE replay_of_id IS NULL AND verdict <> 'quarantined' DO UPDATE
      SET duplicate_count = deliveries.duplicate_count + 1 + excluded.duplicate_count,
          last_duplicate_at = excluded.received_at
    RETURNING id, verdict::text AS verdict)
    SELECT id, verdict FROM stored UNION ALL SELECT id, 'no_room' FROM i WHERE "noRoom"`,
};

/**
 * Stores a batch in one statement, judging the pair leg in it.
 *
 * @returns for each id that became a row, how it was taken in; an id that is missing was a duplicate
 */
export async function insertDeliveries(
  _scope: Scope,
  { pool }: Pick<Database, "pool">,
  batch: readonly { row: InboxRow; repeats: number }[],
): Promise<Map<string, Stored>> {
  const rows = withPlaces(batch);
  // All bodies in one parameter: it travels as bytes, where an array of them would travel as twice as much text.
  const bodies = Buffer.concat(batch.map(({ row }) => row.bodySealed));
  const stored = await pool.query<{ id: string; verdict: Stored }>({
    ...INSERT,
    values: [jsonRows(rows), bodies],
  });
  const ours = new Set(rows.map((row) => row.id));
  return new Map(stored.rows.filter((row) => ours.has(row.id)).map((row) => [row.id, row.verdict]));
}

/** Where each body lies in the parameter that holds them all, and whether an earlier row spent its pair. */
function withPlaces(batch: readonly { row: InboxRow; repeats: number }[]) {
  const pairs = new Map<string, string>();
  let start = 1;
  return batch.map(({ row, repeats }) => {
    const { pairDigest, digest, ...rest } = plain(row);
    const pair = `${row.siteId}${pairDigest}`;
    const first = pairs.get(pair);
    if (first === undefined && pairDigest !== null) pairs.set(pair, digest ?? "");
    const spentHere = first !== undefined && first !== digest;
    const place = { start, length: row.bodySealed.length };
    start += row.bodySealed.length;
    return { ...rest, pairDigest, digest, repeats, spentHere, ...place };
  });
}

/** Keeps a refused delivery for a person to judge, as long as the site's budget lasts. */
export async function insertQuarantined(scope: Scope, db: Db, row: Quarantined): Promise<boolean> {
  // One at a time for a site, or those that count together would all find room.
  await db.$executeRaw`SELECT pg_advisory_xact_lock(${QUARANTINE_LOCK}::int, hashtext(${row.siteId}))`;
  if (row.digest !== null && (await countRefusedAgain(db, row.siteId, row.digest))) return true;
  const budget = row.digest === null ? UNREADABLE_BUDGET : QUARANTINE_BUDGET;
  const rows = jsonRows([{ ...plain(row), repeats: 0 }]);
  const count = await db.$executeRaw(Prisma.sql`
    WITH i AS (SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS row(${Prisma.raw(COLUMNS)}))
    INSERT INTO ${Prisma.raw(TARGET)}
    SELECT ${Prisma.raw(VALUES)}, ${row.bodySealed}::bytea, 'unjudged', 'quarantined', i."verdictReason", i."answerStatus", 'none'
    FROM i
    WHERE (SELECT count(*) FROM deliveries d WHERE d.site_id = i."siteId" AND d.verdict = 'quarantined' AND d.decision IS NULL
        AND (d.digest IS NULL) = ${row.digest === null})
      < ${budget}`);
  if (count > 0) await publish(scope, db, [{ siteId: row.siteId, kind: "delivery", entityId: row.id }]);
  return count > 0;
}

/** The bank's later tries of what was refused take no further room. @returns whether it was refused before */
async function countRefusedAgain(db: Db, siteId: string, digest: Buffer): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE deliveries d SET duplicate_count = duplicate_count + 1, last_duplicate_at = now()
    WHERE site_id = ${siteId}::uuid AND digest = ${hexBytes(digest)}::bytea AND verdict = 'quarantined'
      AND decision IS NULL`;
  return count > 0;
}

function plain(row: InboxRow) {
  const { bodySealed: _sealed, digest, pairDigest, ...rest } = row;
  return {
    ...rest,
    digest: digest === null ? null : hexBytes(digest),
    pairDigest: pairDigest === null ? null : hexBytes(pairDigest),
  };
}
