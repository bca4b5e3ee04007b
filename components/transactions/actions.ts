"use server";

import { z } from "zod";
import { orderCount } from "@/lib/cards/transactions/count-job";
import { readTransactionFilters } from "@/lib/cards/transactions/transaction-filters";
import { staffAction } from "@/lib/staff/staff-action";

/** Orders an exact count of everything that fits a filter. */
export const countExactly = staffAction({
  permission: "transactions:read",
  input: z.object({ query: z.record(z.string(), z.string()) }),
  run: async ({ scope, runtime }, { query }) => {
    await orderCount(scope, runtime.database, readTransactionFilters(query).filters);
    runtime.jobs.wake();
    return { ok: true, value: null };
  },
});
