import { Prisma } from "@/lib/db/client";
import { inScope, type Scope } from "@/lib/db/scope";
import type { DeliveryFilters } from "./delivery-filters";

/** The condition that deliveries `d` of a list, or of a job over all of it, meet. */
export function matchingDeliveries(scope: Scope, filters: DeliveryFilters): Prisma.Sql {
  const conditions = [inScope(scope, "d.site_id")];
  if (filters.event) conditions.push(Prisma.sql`d.event_name = ${filters.event}`);
  if (filters.verdict) conditions.push(VERDICTS[filters.verdict]);
  if (filters.q) conditions.push(Prisma.sql`(d.reference = ${filters.q} OR d.id::text = ${filters.q})`);
  return Prisma.join(conditions, " AND ");
}

const VERDICTS: Readonly<Record<NonNullable<DeliveryFilters["verdict"]>, Prisma.Sql>> = {
  accepted: Prisma.sql`d.verdict = 'accepted'`,
  held: Prisma.sql`d.verdict = 'held' AND d.decision IS NULL`,
  quarantined: Prisma.sql`d.verdict = 'quarantined' AND d.decision IS NULL`,
  parked: Prisma.sql`d.processing = 'parked' AND d.decision IS NULL`,
  retried: Prisma.sql`d.current_try > 1`,
};
