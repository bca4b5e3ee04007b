import { z } from "zod";

const flag = z.enum(["1"]).optional().catch(undefined);

/** The filters of a transactions list, as they appear in the URL. A meaningless value is no filter. */
export const transactionFiltersSchema = z.object({
  q: z.string().trim().max(100).optional().catch(undefined),
  status: z.enum(["authorised", "settled", "declined", "reversed", "unknown"]).optional().catch(undefined),
  direction: z.enum(["debit", "credit"]).optional().catch(undefined),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .catch(undefined),
  user: z.uuid().optional().catch(undefined),
  card: z.uuid().optional().catch(undefined),
  unattributed: flag,
  fx: flag,
  days: z.enum(["1", "7", "30", "90"]).optional().catch(undefined),
});

export type TransactionFilters = z.infer<typeof transactionFiltersSchema>;
