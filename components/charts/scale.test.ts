import { expect, it } from "vitest";
import { lineShape, roundTop } from "./scale";

const FRAME = { width: 20, height: 10, top: 10 };

it.each([
  [[], 1],
  [[0, null], 1],
  [[3], 5],
  [[10], 10],
  [[11, 2], 20],
  [[51], 100],
  [[4_321], 5_000],
])("the top of %j is %d", (values, top) => {
  expect(roundTop(values)).toBe(top);
});

it("draws a line that breaks where there is no value, and dots where one stands alone", () => {
  expect(lineShape([0, 5, 10], FRAME)).toEqual({ path: "M0.0 10.0L10.0 5.0L20.0 0.0", dots: "" });
  expect(lineShape([0, 5, null], FRAME)).toEqual({ path: "M0.0 10.0L10.0 5.0", dots: "" });
  expect(lineShape([0, null, 10], FRAME)).toEqual({ path: "", dots: "M0.0 10.0L0.0 10.0M20.0 0.0L20.0 0.0" });
  expect(lineShape([null, null], FRAME)).toEqual({ path: "", dots: "" });
});
