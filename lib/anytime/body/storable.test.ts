import { expect, it } from "vitest";
import { isAllStorable } from "./storable";

it.each([
  "Léa 🎉",
  // What somebody may write about: backslashes and letters, as JSON has them for characters that cannot be stored.
  "\\u0000 and \\ud800",
  { reason: "a", ids: ["b", null, 3], at: new Date() },
  undefined,
])("takes %j", (input) => {
  expect(isAllStorable(input)).toBe(true);
});

it.each(["a\u0000b", "\ud800", { reason: ["fine", { deep: "\u0000" }] }, { "\udc00": 1 }])(
  "refuses %j",
  (input) => {
    expect(isAllStorable(input)).toBe(false);
  },
);
