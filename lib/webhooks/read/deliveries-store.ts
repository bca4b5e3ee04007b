import { z } from "zod";
import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import { newestOfSites } from "@/lib/db/access/newest-of-sites";
import { may } from "@/lib/db/access/permissions";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { Cursor, Page } from "@/lib/db/cursors/cursor";
import { toPage } from "@/lib/db/cursors/list-cursor";
import { readDistinct } from "@/lib/db/skip-scan";
import { type DeliveryFilters, deliveryListKey, periodStart } from "./delivery-filters";
import { DELIVERY_COLUMNS, type DeliveryRow, deliveryFrom } from "./delivery-sql";

/** The condition for deliveries `d` of a list, or of a job over a whole list. */
export function matchingDeliveries(scope: Scope, filters: DeliveryFilters): Prisma.Sql {
  const conditions = [inScope(scope, "d.site_id"), ...inPeriod(filters)];
  if (filters.event) conditions.push(Prisma.sql`d.event_name = ${filters.event}`);
  if (filters.verdict) conditions.push(VERDICTS[filters.verdict]);
  if (filters.reason) conditions.push(Prisma.sql`d.verdict_reason = ${filters.reason}`);
  if (filters.try) conditions.push(TRIES[filters.try]);
  if (filters.address) conditions.push(Prisma.sql`d.source_address = ${filters.address}`);
  if (filters.user) conditions.push(Prisma.sql`d.id = ANY(ARRAY(${ofUser(scope, filters.user)}))`);
  if (filters.q) conditions.push(found(scope, filters.q));
  return Prisma.join(conditions, " AND ");
}

const VERDICTS: Readonly<Record<NonNullable<DeliveryFilters["verdict"]>, Prisma.Sql>> = {
  accepted: Prisma.sql`d.verdict = 'accepted'`,
  held: Prisma.sql`d.verdict = 'held' AND d.decision IS NULL`,
  quarantined: Prisma.sql`d.verdict = 'quarantined' AND d.decision IS NULL`,
  parked: Prisma.sql`d.processing = 'parked' AND d.decision IS NULL`,
  waiting: Prisma.sql`d.processing = 'waiting'`,
  retried: Prisma.sql`d.current_try > 1`,
  duplicate: Prisma.sql`d.duplicate_count > 0`,
};

const TRIES: Readonly<Record<NonNullable<DeliveryFilters["try"]>, Prisma.Sql>> = {
  "1": Prisma.sql`d.current_try = 1`,
  "2": Prisma.sql`d.current_try = 2`,
  "3": Prisma.sql`d.current_try = 3`,
};

function inPeriod(filters: DeliveryFilters): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  const start = periodStart(filters, new Date());
  if (start !== null) conditions.push(Prisma.sql`d.received_at >= ${start}`);
  if (filters.from) conditions.push(Prisma.sql`d.received_at >= ${startOf(filters.from, 0)}`);
  if (filters.to) {
    const after = isDay(filters.to) ? startOf(filters.to, 1) : Prisma.sql`${filters.to}::timestamptz`;
    conditions.push(
      isDay(filters.to) ? Prisma.sql`d.received_at < ${after}` : Prisma.sql`d.received_at <= ${after}`,
    );
  }
  return conditions;
}

const isDay = (text: string) => !text.includes("T");

function startOf(text: string, days: number): Prisma.Sql {
  if (!isDay(text)) return Prisma.sql`${text}::timestamptz`;
  return Prisma.sql`((${text}::date + ${days}::int)::timestamp AT TIME ZONE ${BANK_ZONE}::text)`;
}

// Ids come as one array, not as a join: that way Postgres uses the primary key for each, whatever else is
// filtered.
function ofUser(scope: Scope, userId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT e.delivery_id FROM api_tokens k JOIN api_token_events e ON e.token_id = k.id
    WHERE k.linked_user_id = ${userId}::uuid AND ${inScope(scope, "k.site_id")}
    UNION ALL SELECT v.delivery_id FROM cards c JOIN card_transactions t ON t.card_id = c.id
      JOIN transaction_versions v ON v.transaction_id = t.id
    WHERE c.linked_user_id = ${userId}::uuid AND ${inScope(scope, "c.site_id")}`;
}

/** The id or reference of the delivery itself, or the id of a transaction in it for whoever may see that. */
function found(scope: Scope, q: string): Prisma.Sql {
  const ofTransaction = Prisma.sql`
    SELECT v.delivery_id FROM cards c JOIN card_transactions t ON t.card_id = c.id AND t.txid = ${q}
      JOIN transaction_versions v ON v.transaction_id = t.id
    WHERE ${inScope(scope, "c.site_id")}`;
  const byId = z.uuid().safeParse(q).success ? Prisma.sql`OR d.id = ${q}::uuid` : Prisma.empty;
  const byPayment = may(scope, "personal_data:read")
    ? Prisma.sql`OR d.id = ANY(ARRAY(${ofTransaction}))`
    : Prisma.empty;
  return Prisma.sql`(d.reference = ${q} ${byPayment} ${byId})`;
}

const NEWEST = { from: Prisma.sql`deliveries d`, row: "d", at: "received_at" } as const;

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
  const meant = Prisma.sql`${matchingDeliveries(scope, filters)} AND ${after}`;
  // Owners are looked up only for the deliveries shown.
  const rows = await db.$queryRaw<DeliveryRow[]>`
    WITH picked AS MATERIALIZED (${newestOfSites(scope, NEWEST, meant, page.limit + 1)})
    SELECT ${Prisma.raw(DELIVERY_COLUMNS)} FROM ${deliveryFrom(scope)}
    WHERE d.id = ANY(ARRAY(SELECT id FROM picked)) ORDER BY d.received_at DESC, d.id DESC`;
  return toPage(deliveryListKey(filters), rows, page.limit, ({ receivedAt, id }) => ({ at: receivedAt, id }));
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

/** Event names and verdict reasons that were seen. */
export async function readDeliveryChoices(scope: Scope, db: Db): Promise<DeliveryChoices> {
  const [events, reasons] = await Promise.all([
    readValues(scope, db, "event_name", "t.event_name <> 'card_transaction_received'"),
    readValues(scope, db, "verdict_reason", "t.verdict_reason IS NOT NULL"),
  ]);
  return { events, reasons };
}

async function readValues(scope: Scope, db: Db, column: string, where: string): Promise<string[]> {
  const values = await readDistinct(scope, db, { table: "deliveries", column, where, most: MOST_CHOICES });
  return values.slice(0, MOST_CHOICES);
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
