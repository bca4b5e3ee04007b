import { addDays, bankDayOf } from "@/lib/anytime/values/bank-day";

/** Periods that have a name. They move on with the day. */
export const PERIODS = ["today", "yesterday", "7d", "30d", "90d", "this_month", "last_month"] as const;

export type Period = (typeof PERIODS)[number];

/** Bank days, both included; null has no end on that side. */
export interface Days {
  readonly from: string | null;
  readonly to: string | null;
}

/** The whole bank days of a period. */
export function daysOfPeriod(period: Period, now: Date): Days {
  const today = bankDayOf(now);
  const firstOfMonth = `${today.slice(0, 7)}-01`;
  switch (period) {
    case "today":
      return { from: today, to: today };
    case "yesterday":
      return { from: addDays(today, -1), to: addDays(today, -1) };
    case "7d":
      return { from: addDays(today, -6), to: null };
    case "30d":
      return { from: addDays(today, -29), to: null };
    case "90d":
      return { from: addDays(today, -89), to: null };
    case "this_month":
      return { from: firstOfMonth, to: null };
    case "last_month": {
      const last = addDays(firstOfMonth, -1);
      return { from: `${last.slice(0, 7)}-01`, to: last };
    }
  }
}
