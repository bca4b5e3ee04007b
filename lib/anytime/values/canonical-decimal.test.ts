import { expect, it } from "vitest";
import { canonicalDecimal } from "./canonical-decimal";

it.each([
  ["1.50", "1.5"],
  ["01.500", "1.5"],
  ["1.0", "1"],
  ["100", "100"],
  ["-0.00", "0"],
  ["-0.10", "-0.1"],
  ["0", "0"],
  ["9007199254740993.10", "9007199254740993.1"],
  ["1e3", "1e3"],
])("writes %s as %s", (text, expected) => {
  expect(canonicalDecimal(text)).toBe(expected);
});
