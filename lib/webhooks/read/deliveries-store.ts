import { type Db, Prisma } from "@/lib/db/client";
import { type Cursor, type Page, toPage } from "@/lib/db/cursor";
import { inScope, type Scope } from "@/lib/db/scope";
import type { DeliveryFilters } from "./delivery-filters";
import { DELIVERY_COLUMNS, type DeliveryRow, deliveryFrom } from "./delivery-sql";
import { matchingDeliveries } from "./matching-store";

/** One page of deliveries, newest first, by keyset. */
export async function listDeliveries(
  scope: Scope,
  db: Db,
  filters: DeliveryFilters,
  page: { after: Cursor | null; limit: number },
): Promise<Page<DeliveryRow>> {
  const after = page.after
    ? Prisma.sql`(d.received_at, d.id) < (${page.after.at}, ${page.after.id}::uuid)`
    : Prisma.sql`TRUE`;
  // The newest of each site first: indexes of deliveries start with the site, even when all sites are asked for.
  // Owners are looked up only for the deliveries shown.
  const rows = await db.$queryRaw<DeliveryRow[]>`
    WITH picked AS MATERIALIZED (
      SELECT p.id FROM sites s CROSS JOIN LATERAL (
        SELECT d.id, d.received_at FROM deliveries d
        WHERE d.site_id = s.id AND ${matchingDeliveries(scope, filters)} AND ${after}
        ORDER BY d.received_at DESC, d.id DESC LIMIT ${page.limit + 1}
      ) p WHERE ${inScope(scope, "s.id")} ORDER BY p.received_at DESC, p.id DESC LIMIT ${page.limit + 1}
    )
    SELECT ${Prisma.raw(DELIVERY_COLUMNS)} FROM ${deliveryFrom(scope)}
    WHERE d.id = ANY(ARRAY(SELECT id FROM picked)) ORDER BY d.received_at DESC, d.id DESC`;
  return toPage(rows, page.limit, ({ receivedAt, id }) => ({ at: receivedAt, id }));
}

/** How many deliveries match, counted up to `most`. */
export async function countDeliveries(
  scope: Scope,
  db: Db,
  filters: DeliveryFilters,
  most: number,
): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT 1 FROM sites s CROSS JOIN LATERAL (
        SELECT 1 FROM deliveries d WHERE d.site_id = s.id AND ${matchingDeliveries(scope, filters)} LIMIT ${most}
      ) m WHERE ${inScope(scope, "s.id")} LIMIT ${most}
    ) matching`;
  return row?.count ?? 0;
}

/** The values that a list can be filtered by, as far as any were seen. */
export interface DeliveryChoices {
  readonly events: readonly string[];
  readonly reasons: readonly string[];
}

const MOST_CHOICES = 40;

/** Event names and verdict reasons that were seen; found by skipping through an index, not by reading all rows. */
export async function readDeliveryChoices(scope: Scope, db: Db): Promise<DeliveryChoices> {
  const [events, reasons] = await Promise.all([
    readDistinct(scope, db, "event_name", "d.event_name <> 'card_transaction_received'"),
    readDistinct(scope, db, "verdict_reason", "d.verdict_reason IS NOT NULL"),
  ]);
  return { events, reasons };
}

async function readDistinct(scope: Scope, db: Db, column: string, where: string): Promise<string[]> {
  const name = Prisma.raw(`d.${column}`);
  const indexed = Prisma.raw(where);
  const rows = await db.$queryRaw<{ name: string }[]>`
    WITH RECURSIVE seen (site_id, name, place) AS (
      SELECT s.id, (SELECT min(${name}) FROM deliveries d WHERE d.site_id = s.id AND ${indexed}), 1
      FROM sites s WHERE ${inScope(scope, "s.id")}
      UNION ALL SELECT seen.site_id, (SELECT min(${name}) FROM deliveries d
        WHERE d.site_id = seen.site_id AND ${indexed} AND ${name} > seen.name), seen.place + 1
      FROM seen WHERE seen.name IS NOT NULL AND seen.place < ${MOST_CHOICES}
    ) SELECT DISTINCT name FROM seen WHERE name IS NOT NULL ORDER BY name LIMIT ${MOST_CHOICES}`;
  return rows.map((row) => row.name);
}

/** The state of recent deliveries, for health and for Needs attention. */
export interface DeliveryHealth {
  readonly lastAt: Date | null;
  /** As counted when answered, a few seconds late; held ones count as accepted. */
  readonly lastHour: { accepted: number; refused: number; duplicates: number };
  readonly held: number;
  /** Scheduled: verified, dated in the future, in effect when their time comes. */
  readonly waiting: number;
  readonly parked: number;
  readonly quarantined: number;
  /** Deliveries of the last day whose first try was lost. */
  readonly retried: number;
  /** Age of the oldest delivery that waits to be processed, in seconds. */
  readonly lagSeconds: number;
}

/** What waits to be processed: how many, and for how many seconds the oldest has waited. */
export async function readInboxDepth(
  scope: Scope,
  db: Db,
): Promise<{ readonly depth: number; readonly lagSeconds: number }> {
  const mine = inScope(scope, "d.site_id");
  // One that failed and backs off counts once it has waited for long.
  const [row] = await db.$queryRaw<{ depth: number; lagSeconds: number }[]>`
    SELECT count(*)::int AS depth, COALESCE(EXTRACT(EPOCH FROM now() - min(d.received_at) FILTER (
        WHERE d.attempts = 0 OR d.received_at < now() - interval '5 minutes'))::float8, 0) AS "lagSeconds"
    FROM deliveries d WHERE d.processing = 'pending' AND ${mine}`;
  if (row === undefined) throw new Error("an aggregate without a row");
  return row;
}

/** Reads the webhook's health over a scope. */
export async function readDeliveryHealth(scope: Scope, db: Db): Promise<DeliveryHealth> {
  const mine = inScope(scope, "d.site_id");
  type Row = Omit<DeliveryHealth, "lastHour"> & DeliveryHealth["lastHour"];
  const [row] = await db.$queryRaw<Row[]>`
    SELECT h.*, a.*, (
        SELECT max(l.received_at) FROM sites s CROSS JOIN LATERAL (SELECT d.received_at FROM deliveries d
          WHERE d.site_id = s.id ORDER BY d.received_at DESC, d.id DESC LIMIT 1) l WHERE ${inScope(scope, "s.id")}
      ) AS "lastAt",
      (SELECT count(*)::int FROM deliveries d WHERE d.processing = 'waiting' AND ${mine}) AS waiting,
      (SELECT count(*)::int FROM sites s JOIN deliveries d ON d.site_id = s.id
        WHERE d.current_try > 1 AND d.received_at > now() - interval '1 day' AND ${mine}) AS retried,
      COALESCE((SELECT EXTRACT(EPOCH FROM now() - min(d.received_at))::float8 FROM deliveries d
        WHERE d.processing = 'pending' AND (d.attempts = 0 OR d.received_at < now() - interval '5 minutes')
          AND ${mine}), 0) AS "lagSeconds"
    FROM (
      SELECT COALESCE(sum(d.accepted + d.held), 0)::int AS accepted, COALESCE(sum(d.refused), 0)::int AS refused,
        COALESCE(sum(d.duplicate), 0)::int AS duplicates
      FROM delivery_stats d WHERE d.minute > now() - interval '1 hour' AND ${mine}
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
