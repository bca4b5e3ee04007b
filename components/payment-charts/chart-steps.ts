import { addDecimals } from "@/lib/anytime/values/add-decimals";
import { addDays } from "@/lib/anytime/values/bank-day";
import type { ChartSum } from "@/lib/cards/charts/charts-store";

/** What was spent and credited in a step of time: a bank day, or a month by its first day. */
export type ChartStep = Pick<ChartSum, "key" | "spent" | "credited">;

/** Longer periods are drawn by month. */
const MOST_DAYS = 124;

/**
 * The steps of a chart over time, without gaps: by day, or by month if there are many days.
 *
 * @param days those with payments, oldest first
 */
export function stepsOf(
  days: readonly ChartStep[],
  from: string | null,
  to: string,
): { readonly unit: "day" | "month"; readonly steps: readonly ChartStep[] } {
  const first = from ?? days[0]?.key ?? to;
  const isMany = addDays(first, MOST_DAYS) <= to;
  const stepOf = (day: string) => (isMany ? `${day.slice(0, 7)}-01` : day);
  const sums = new Map<string, ChartStep[]>();
  for (const day of days) sums.set(stepOf(day.key), [...(sums.get(stepOf(day.key)) ?? []), day]);
  const steps: ChartStep[] = [];
  for (let day = stepOf(first); day <= to; day = isMany ? stepOf(addDays(day, 31)) : addDays(day, 1)) {
    const some = sums.get(day) ?? [];
    steps.push({
      key: day,
      spent: addDecimals(some.map(({ spent }) => spent)),
      credited: addDecimals(some.map(({ credited }) => credited)),
    });
  }
  return { unit: isMany ? "month" : "day", steps };
}
