import { type Db, Prisma } from "@/lib/db/client";
import { type Cursor, type Page, toPage } from "@/lib/db/cursor";
import { inScope, type Scope } from "@/lib/db/scope";
import type { DeliveryFilters } from "./delivery-filters";
import { matchingDeliveries } from "./matching-store";

/** A delivery as the list shows it: everything that was judged of it, and none of its payload. */
export interface DeliveryRow {
  readonly id: string;
  readonly siteId: string;
  readonly receivedAt: Date;
  readonly eventName: string | null;
  readonly reference: string | null;
  readonly verdict: "accepted" | "held" | "quarantined";
  readonly verdictReason: string | null;
  readonly answerStatus: number;
  readonly addressLeg: string;
  readonly hashLeg: string;
  readonly hashRendering: string | null;
  readonly pairLeg: string;
  readonly ageSeconds: number | null;
  readonly currentTry: number | null;
  readonly maxTries: number | null;
  readonly encoding: string | null;
  readonly sourceAddress: string | null;
  readonly processing: "pending" | "done" | "parked" | "none";
  readonly error: string | null;
  readonly duplicateCount: number;
  readonly bodySize: number;
  readonly processedAt: Date | null;
  readonly replayOfId: string | null;
  readonly decision: string | null;
  readonly decisionReason: string | null;
  readonly decidedAt: Date | null;
}

const COLUMNS =
  Prisma.raw(`d.id, d.site_id AS "siteId", d.received_at AS "receivedAt", d.event_name AS "eventName",
  d.reference, d.verdict::text AS verdict, d.verdict_reason AS "verdictReason", d.answer_status AS "answerStatus",
  d.address_leg AS "addressLeg", d.hash_leg AS "hashLeg", d.hash_rendering AS "hashRendering",
  d.pair_leg AS "pairLeg", d.age_seconds AS "ageSeconds", d.current_try AS "currentTry", d.max_tries AS "maxTries",
  d.encoding, d.source_address AS "sourceAddress", d.processing::text AS processing, d.error,
  d.duplicate_count AS "duplicateCount", d.body_size AS "bodySize", d.processed_at AS "processedAt", d.replay_of_id AS "replayOfId", d.decision,
  d.decision_reason AS "decisionReason", d.decided_at AS "decidedAt"`);

/** One page of deliveries, newest first. */
export async function listDeliveries(
  scope: Scope,
  db: Db,
  filters: DeliveryFilters,
  page: { after: Cursor | null; limit: number },
): Promise<Page<DeliveryRow>> {
  const after = page.after
    ? Prisma.sql`(d.received_at, d.id) < (${page.after.at}, ${page.after.id}::uuid)`
    : Prisma.sql`TRUE`;
  const rows = await db.$queryRaw<DeliveryRow[]>`
    SELECT ${COLUMNS} FROM deliveries d WHERE ${matchingDeliveries(scope, filters)} AND ${after}
    ORDER BY d.received_at DESC, d.id DESC LIMIT ${page.limit + 1}`;
  return toPage(rows, page.limit, ({ receivedAt, id }) => ({ at: receivedAt, id }));
}

/** A delivery with its sealed body, or null where there is none with this id in scope. */
export async function readDelivery(scope: Scope, db: Db, id: string) {
  type Row = DeliveryRow & { bodySealed: Uint8Array; contentType: string | null; sealedAs: string };
  const [row] = await db.$queryRaw<Row[]>`
    SELECT ${COLUMNS}, d.body_sealed AS "bodySealed", d.content_type AS "contentType",
      COALESCE(d.replay_of_id, d.id) AS "sealedAs"
    FROM deliveries d WHERE d.id = ${id}::uuid AND ${inScope(scope, "d.site_id")}`;
  return row ?? null;
}

/** How deliveries fared lately, for health and for what needs a person. */
export interface DeliveryHealth {
  readonly lastAt: Date | null;
  readonly lastHour: { accepted: number; refused: number; duplicates: number };
  readonly held: number;
  readonly parked: number;
  readonly quarantined: number;
  /** Deliveries of the last day whose first try was lost. */
  readonly retried: number;
  /** Age of the oldest delivery that waits to be processed, in seconds. */
  readonly lagSeconds: number;
}

/** Reads the webhook's health over a scope. */
export async function readDeliveryHealth(scope: Scope, db: Db): Promise<DeliveryHealth> {
  const mine = inScope(scope, "d.site_id");
  type Row = Omit<DeliveryHealth, "lastHour"> & DeliveryHealth["lastHour"];
  const [row] = await db.$queryRaw<Row[]>`
    SELECT (SELECT max(d.received_at) FROM deliveries d WHERE ${mine}) AS "lastAt", h.*, a.*,
      COALESCE((SELECT EXTRACT(EPOCH FROM now() - min(d.received_at))::float8 FROM deliveries d
        WHERE d.processing = 'pending' AND d.attempts = 0 AND ${mine}), 0) AS "lagSeconds"
    FROM (
      SELECT count(*) FILTER (WHERE d.verdict <> 'quarantined' AND d.received_at > now() - interval '1 hour')::int AS accepted,
        count(*) FILTER (WHERE d.verdict = 'quarantined' AND d.received_at > now() - interval '1 hour')::int AS refused,
        COALESCE(sum(d.duplicate_count) FILTER (WHERE d.received_at > now() - interval '1 hour'), 0)::int AS duplicates,
        count(*) FILTER (WHERE d.current_try > 1)::int AS retried
      FROM deliveries d WHERE d.received_at > now() - interval '1 day' AND ${mine}
    ) h, (
      SELECT count(*) FILTER (WHERE d.verdict = 'held')::int AS held,
        count(*) FILTER (WHERE d.processing = 'parked')::int AS parked,
        count(*) FILTER (WHERE d.verdict = 'quarantined')::int AS quarantined
      FROM deliveries d WHERE (d.verdict <> 'accepted' OR d.processing = 'parked') AND d.decision IS NULL AND ${mine}
    ) a`;
  if (row === undefined) throw new Error("an aggregate without a row");
  const { accepted, refused, duplicates, ...rest } = row;
  return { ...rest, lastHour: { accepted, refused, duplicates } };
}
