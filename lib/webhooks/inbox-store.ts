import { type Db, hexBytes, jsonRows, Prisma } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { publish } from "@/lib/live/publish";
import type { Accepted, InboxRow, Quarantined } from "./inbox";

/** How many refused deliveries a site keeps for a person to look at. */
const QUARANTINE_BUDGET = 1_000;

const COLUMNS =
  Prisma.raw(`id uuid, "siteId" uuid, "receivedAt" timestamptz, digest bytea, "pairDigest" bytea,
  "eventName" text, reference text, "bankTimestamp" numeric, "bankCreatedAt" timestamptz, "currentTry" int,
  "maxTries" int, "contentType" text, encoding text, "bodySize" int, "sourceAddress" text, "addressLeg" text,
  "hashLeg" text, "hashRendering" text, "ageSeconds" int, repeats int, ord int, "verdictReason" text,
  "answerStatus" int`);
const TARGET = Prisma.raw(`deliveries (id, site_id, received_at, digest, pair_digest, event_name, reference,
  bank_timestamp, bank_created_at, current_try, max_tries, content_type, encoding, body_size, source_address,
  address_leg, hash_leg, hash_rendering, age_seconds, duplicate_count, body_sealed, pair_leg, verdict,
  verdict_reason, answer_status, processing)`);
const VALUES =
  Prisma.raw(`i.id, i."siteId", i."receivedAt", i.digest, i."pairDigest", i."eventName", i.reference,
  i."bankTimestamp", i."bankCreatedAt", i."currentTry", i."maxTries", i."contentType", i.encoding, i."bodySize",
  i."sourceAddress", i."addressLeg", i."hashLeg", i."hashRendering", i."ageSeconds", i.repeats, b.body`);

/**
 * Stores a batch in one statement, judging the pair leg in it.
 *
 * @returns for each id that became a row, how it was taken in; an id that is missing was a duplicate
 */
export async function insertDeliveries(
  _scope: Scope,
  db: Db,
  batch: readonly { row: InboxRow; repeats: number }[],
): Promise<Map<string, Accepted>> {
  const rows = batch.map(({ row, repeats }, index) => ({ ...plain(row), repeats, ord: index + 1 }));
  const bodies = batch.map(({ row }) => row.bodySealed);
  const stored = await db.$queryRaw<{ id: string; verdict: Accepted }[]>(Prisma.sql`
    WITH i AS (SELECT * FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS row(${COLUMNS})),
    b AS (SELECT body, ord FROM unnest(${bodies}::bytea[]) WITH ORDINALITY AS bodies(body, ord)),
    judged AS (
      SELECT i.id, EXISTS (
        SELECT 1 FROM deliveries d
        WHERE d.site_id = i."siteId" AND d.pair_digest = i."pairDigest" AND d.digest <> i.digest
          AND d.verdict <> 'quarantined'
      ) OR EXISTS (
        SELECT 1 FROM i j
        WHERE j."siteId" = i."siteId" AND j."pairDigest" = i."pairDigest" AND j.digest <> i.digest AND j.ord < i.ord
      ) AS spent
      FROM i
    ),
    verdicts AS (
      SELECT judged.id, spent, spent AND i."addressLeg" <> 'match' AND i."eventName" LIKE 'token\\_%' AS held
      FROM judged JOIN i USING (id)
    )
    INSERT INTO ${TARGET}
    SELECT ${VALUES}, CASE WHEN spent THEN 'spent' ELSE 'fresh' END,
      (CASE WHEN held THEN 'held' ELSE 'accepted' END)::delivery_verdict,
      CASE WHEN held THEN 'pair_spent' END, 200,
      (CASE WHEN held THEN 'none' ELSE 'pending' END)::delivery_processing
    FROM i JOIN b USING (ord) JOIN verdicts USING (id)
    ORDER BY i.ord
    ON CONFLICT (site_id, digest) WHERE replay_of_id IS NULL AND verdict <> 'quarantined' DO UPDATE
      SET duplicate_count = deliveries.duplicate_count + 1 + excluded.duplicate_count,
          last_duplicate_at = excluded.received_at
    RETURNING id, verdict::text AS verdict`);
  const ours = new Set(rows.map((row) => row.id));
  return new Map(stored.filter((row) => ours.has(row.id)).map((row) => [row.id, row.verdict]));
}

/** Keeps a refused delivery for a person to judge, as long as the site's budget lasts. */
export async function insertQuarantined(scope: Scope, db: Db, row: Quarantined): Promise<void> {
  const rows = jsonRows([{ ...plain(row), repeats: 0, ord: 1 }]);
  const count = await db.$executeRaw(Prisma.sql`
    WITH i AS (SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS row(${COLUMNS})),
    b AS (SELECT ${row.bodySealed}::bytea AS body)
    INSERT INTO ${TARGET}
    SELECT ${VALUES}, 'unjudged', 'quarantined', i."verdictReason", i."answerStatus", 'none'
    FROM i CROSS JOIN b
    WHERE (SELECT count(*) FROM deliveries d WHERE d.site_id = i."siteId" AND d.verdict = 'quarantined')
      < ${QUARANTINE_BUDGET}`);
  if (count > 0) await publish(scope, db, [{ siteId: row.siteId, kind: "delivery", entityId: row.id }]);
}

function plain(row: InboxRow) {
  const { bodySealed: _sealed, digest, pairDigest, ...rest } = row;
  return {
    ...rest,
    digest: digest === null ? null : hexBytes(digest),
    pairDigest: pairDigest === null ? null : hexBytes(pairDigest),
  };
}
