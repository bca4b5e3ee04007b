/** What a connect session is. Expiry is a fact of the clock (`expiresAt`), looked at beside this. */
export type SessionState = "created" | "opened" | "completed" | "cancelled";

/** What people did with a link and when, and when a token that names it first reached us. */
export interface SessionTimes {
  readonly openedAt: Date | null;
  readonly completedAt: Date | null;
  readonly cancelledAt: Date | null;
}

/**
 * What a link is follows from what happened to it, and never from what it was before, so that nothing depends on when
 * a delivery was processed: a token that came before the cancellation completes the link, one that came after it
 * does not, and a link whose token turned out to be another's is open again.
 */
export function sessionStateOf({ openedAt, completedAt, cancelledAt }: SessionTimes): SessionState {
  if (completedAt !== null && (cancelledAt === null || completedAt <= cancelledAt)) return "completed";
  if (cancelledAt !== null) return "cancelled";
  return openedAt === null ? "created" : "opened";
}
