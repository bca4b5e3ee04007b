import { z } from "zod";
import { isStorable } from "@/lib/anytime/body/envelope";
import { listKey } from "@/lib/db/cursors/list-cursor";

/** Periods that a list can be limited to, in hours. */
const PERIOD_HOURS = { "1h": 1, "24h": 24, "7d": 168, "30d": 720 } as const;
const HOUR_MS = 3_600_000;

/** A day (of Europe/Paris) or an instant. */
const moment = z
  .union([z.iso.date(), z.iso.datetime()])
  .refine((text) => isStorable(new Date(text)))
  .optional()
  .catch(undefined);

/** The filters of a deliveries list, as they appear in the URL. A meaningless value is left out. */
export const deliveryFiltersSchema = z.object({
  q: z.string().trim().max(100).optional().catch(undefined),
  event: z.string().max(100).optional().catch(undefined),
  verdict: z
    .enum(["accepted", "held", "quarantined", "parked", "waiting", "retried", "duplicate"])
    .optional()
    .catch(undefined),
  reason: z.string().max(200).optional().catch(undefined),
  try: z.enum(["1", "2", "3"]).optional().catch(undefined),
  period: z.enum(["1h", "24h", "7d", "30d"]).optional().catch(undefined),
  /** Both inclusive; a day is a day in the bank's zone. */
  from: moment,
  to: moment,
  address: z.string().trim().max(60).optional().catch(undefined),
  user: z.uuid().optional().catch(undefined),
});
export type DeliveryFilters = z.infer<typeof deliveryFiltersSchema>;

/** What cursors of the list are bound to. */
export function deliveryListKey(filters: DeliveryFilters): string {
  return listKey("deliveries", Object.entries(filters));
}

/** Whether any filter is set. */
export function isFiltered(filters: DeliveryFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined && value !== "");
}

/** The start of the filters' period, or null if they have none: from and to take precedence over a period. */
export function periodStart({ period, from, to }: DeliveryFilters, now: Date): Date | null {
  return period === undefined || from !== undefined || to !== undefined
    ? null
    : new Date(now.getTime() - PERIOD_HOURS[period] * HOUR_MS);
}

/** The same filters with an instant instead of "the last day": what they match no longer changes with time. */
export function pinPeriod(filters: DeliveryFilters, now: Date): DeliveryFilters {
  const { period: _moves, ...others } = filters;
  const start = periodStart(filters, now);
  return start === null ? others : { ...others, from: start.toISOString() };
}

/** Names of filters in the URL that mean nothing: the list shows more than was asked for. */
export function droppedFilters(query: Readonly<Record<string, string | undefined>>): string[] {
  const read: Readonly<Record<string, unknown>> = deliveryFiltersSchema.parse(query);
  return Object.keys(deliveryFiltersSchema.shape).filter(
    (name) => (query[name] ?? "").trim() !== "" && read[name] === undefined,
  );
}
