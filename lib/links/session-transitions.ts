/** What a connect session is. Expiry is a fact of the clock (`expiresAt`), looked at beside this. */
export type SessionState = "created" | "opened" | "completed" | "cancelled";

/** What can happen to it. `complete` happens in webhook processing alone, when a token names one of its attempts. */
export type SessionEvent = "open" | "complete" | "cancel";

// A link may be opened often. A late token completes a link that was opened or not; one that was cancelled stays so.
const NEXT: Readonly<Record<SessionState, Partial<Readonly<Record<SessionEvent, SessionState>>>>> = {
  created: { open: "opened", complete: "completed", cancel: "cancelled" },
  opened: { open: "opened", complete: "completed", cancel: "cancelled" },
  completed: { complete: "completed" },
  cancelled: {},
};

/**
 * Says what an event makes of a session. Writes are guarded on the state that was asked about.
 *
 * @returns the next state, or that the event cannot happen in this one
 */
export function transition(
  state: SessionState,
  event: SessionEvent,
): { ok: true; state: SessionState } | { ok: false } {
  const next = NEXT[state][event];
  return next === undefined ? { ok: false } : { ok: true, state: next };
}
