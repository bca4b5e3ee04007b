/** Why a token is unassigned: its reference is missing, not ours, unreadable, of no attempt, late, used, or waits. */
export const ORPHAN_REASONS = [
  "absent",
  "not_ours",
  "unknown_key",
  "unknown_attempt",
  "reference_expired",
  "reference_spent",
  "second_browser",
] as const;
export type OrphanReason = (typeof ORPHAN_REASONS)[number];
