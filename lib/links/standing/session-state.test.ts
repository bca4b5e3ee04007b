import { expect, it } from "vitest";
import { type SessionState, sessionStateOf } from "./session-state";

const at = (minute: number | null) => (minute === null ? null : new Date(minute * 60_000));

it.each<[opened: number | null, completed: number | null, cancelled: number | null, SessionState]>([
  [null, null, null, "created"],
  [1, null, null, "opened"],
  // A button on the partner's own page completes a link that nobody opened.
  [null, 5, null, "completed"],
  [1, 5, null, "completed"],
  [null, null, 5, "cancelled"],
  [1, null, 5, "cancelled"],
  [1, 5, 6, "completed"],
  [1, 5, 5, "completed"],
  [1, 6, 5, "cancelled"],
  [null, 6, 5, "cancelled"],
])("opened %s, completed %s, cancelled %s: %s", (opened, completed, cancelled, state) => {
  const times = { openedAt: at(opened), completedAt: at(completed), cancelledAt: at(cancelled) };
  expect(sessionStateOf(times)).toBe(state);
});
