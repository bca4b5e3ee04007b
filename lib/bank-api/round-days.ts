import type { Budget } from "./budget-store";

/** How many days it takes to read everybody once with the budget as it is now; at least one. */
export function daysOfRound(calls: number, budget: Pick<Budget, "callsPerDay" | "halvings">): number {
  return Math.max(1, Math.ceil(calls / Math.max(1, budget.callsPerDay / 2 ** budget.halvings)));
}
