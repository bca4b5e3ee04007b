import { z } from "zod";

/** What a deliveries list is filtered by, as it stands in the URL. A value that means nothing is left out. */
export const deliveryFiltersSchema = z.object({
  q: z.string().trim().max(100).optional().catch(undefined),
  event: z.string().max(100).optional().catch(undefined),
  verdict: z.enum(["accepted", "held", "quarantined", "parked", "retried"]).optional().catch(undefined),
});
export type DeliveryFilters = z.infer<typeof deliveryFiltersSchema>;
