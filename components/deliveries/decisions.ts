import type { Decision } from "@/lib/webhooks/review/decide-store";

/** What staff can decide about a delivery. */
export const DECISIONS = [
  "released",
  "discarded",
  "replayed",
  "judged_again",
] as const satisfies readonly Decision[];

/** The minimum length of a decision's reason. */
export const REASON_LENGTH = 3;
