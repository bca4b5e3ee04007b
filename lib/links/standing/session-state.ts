/** The state of a connect session. Expiry follows from the clock (`expiresAt`) and is checked separately. */
export type SessionState = "created" | "opened" | "completed" | "cancelled";

/** What people did with a link and when, and when a token that names it first reached us. */
export interface SessionTimes {
  readonly openedAt: Date | null;
  readonly completedAt: Date | null;
  readonly cancelledAt: Date | null;
}

/**
 * The state of a link follows from its history, never from its earlier state, so that nothing depends on when a
 * delivery was processed: a token that arrived before the cancellation completes the link, one that arrived after it
 * does not, and a link whose token turned out to belong to another is open again.
 */
export function sessionStateOf({ openedAt, completedAt, cancelledAt }: SessionTimes): SessionState {
  if (completedAt !== null && (cancelledAt === null || completedAt <= cancelledAt)) return "completed";
  if (cancelledAt !== null) return "cancelled";
  return openedAt === null ? "created" : "opened";
}
