import { expect, it } from "vitest";
import { countWaiting, settle } from "./live-list";

const rows = (...ids: string[]) => ids.map((id) => ({ id, text: id }));

it("shows everything where rows may move", () => {
  const list = settle(rows("2", "1"), rows("3", "2"), true);
  expect(list.shown).toEqual(rows("3", "2"));
  expect(countWaiting(list)).toEqual({ waiting: 0, isWhole: true });
});

it("keeps rows in their places and up to date where they may not move, and counts what waits", () => {
  const changed = { id: "1", text: "changed" };
  const list = settle(rows("3", "1"), [...rows("4", "3", "2"), changed, ...rows("0")], false);
  expect(list.shown).toEqual([...rows("3"), changed]);
  // The row below the last one that is shown moved up; it is not new.
  expect(countWaiting(list)).toEqual({ waiting: 2, isWhole: true });
});

it("says that more may have come than it knows where none of the rows shown is left", () => {
  expect(countWaiting(settle(rows("2", "1"), rows("9", "8"), false))).toEqual({ waiting: 2, isWhole: false });
});
