import { describe, expect, it } from "vitest";
import { type SessionEvent, type SessionState, transition } from "./session-transitions";

const table: [SessionState, SessionEvent, SessionState | null][] = [
  ["created", "open", "opened"],
  ["created", "complete", "completed"],
  ["created", "cancel", "cancelled"],
  ["opened", "open", "opened"],
  ["opened", "complete", "completed"],
  ["opened", "cancel", "cancelled"],
  ["completed", "open", null],
  ["completed", "complete", "completed"],
  ["completed", "cancel", null],
  ["cancelled", "open", null],
  ["cancelled", "complete", null],
  ["cancelled", "cancel", null],
];

describe("transition", () => {
  it.each(table)("%s + %s → %s", (state, event, next) => {
    expect(transition(state, event)).toEqual(next === null ? { ok: false } : { ok: true, state: next });
  });

  it("knows every pair", () => {
    expect(new Set(table.map(([state, event]) => `${state} ${event}`)).size).toBe(4 * 3);
  });
});
