import type { Decision } from "@/lib/webhooks/review/decide-store";

/** What staff can decide over a delivery. */
export const DECISIONS = [
  "released",
  "discarded",
  "replayed",
  "judged_again",
] as const satisfies readonly Decision[];

/** A decision's reason must say at least so much. */
export const REASON_LENGTH = 3;
