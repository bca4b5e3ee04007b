"use server";

import { z } from "zod";
import { readTransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { orderCount } from "@/lib/cards/totals/count-job";
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
