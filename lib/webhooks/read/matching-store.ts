import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { inScope, type Scope } from "@/lib/db/scope";
import { type DeliveryFilters, periodStart } from "./delivery-filters";

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
  return Prisma.sql`((${text}::date + ${days}::int)::timestamp AT TIME ZONE 'Europe/Paris')`;
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

/** The id or reference of the delivery itself, or the id of a transaction in it. */
function found(scope: Scope, q: string): Prisma.Sql {
  const ofTransaction = Prisma.sql`
    SELECT v.delivery_id FROM cards c JOIN card_transactions t ON t.card_id = c.id AND t.txid = ${q}
      JOIN transaction_versions v ON v.transaction_id = t.id
    WHERE ${inScope(scope, "c.site_id")}`;
  const byId = z.uuid().safeParse(q).success ? Prisma.sql`OR d.id = ${q}::uuid` : Prisma.empty;
  return Prisma.sql`(d.reference = ${q} OR d.id = ANY(ARRAY(${ofTransaction})) ${byId})`;
}
