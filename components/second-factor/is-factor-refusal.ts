import type { FactorRefusal } from "@/lib/staff/second-factor/freshness";

/** Whether an action asks for the second factor, now, before it does anything. */
export function isFactorRefusal(problem: string | null): problem is FactorRefusal {
  return problem === "second_factor_stale" || problem === "second_factor_missing";
}
