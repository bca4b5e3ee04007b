import { expect, it } from "vitest";
import { escapeDirections, escapeInvisible, hasDirections, withoutDirections } from "./visible-text";

const TURNED = "Al\u202Ema \u200Fx";
const JOINED = "\u0646\u200C\u0627";

it("writes what turns the direction of text as it is spelt", () => {
  expect(escapeDirections(TURNED)).toBe("Al\\u202ema \\u200fx");
  expect(escapeDirections(JOINED)).toBe(JOINED);
  expect(escapeInvisible(JOINED)).toBe("\u0646\\u200c\u0627");
});

it("takes the same out of what people type, and finds it in what is sent", () => {
  expect(withoutDirections(` ${TURNED}\u2028 `)).toBe("Alma x");
  expect([TURNED, JOINED, "Ada", "a\u2069"].map(hasDirections)).toEqual([true, false, false, true]);
});
