import { expect, it } from "vitest";
import { judgeFactor } from "./freshness";

it.each([
  [null, "missing"],
  [0, "fresh"],
  [5 * 60_000, "fresh"],
  [5 * 60_000 + 1, "stale"],
] as const)("judges a second factor that was given %s ms ago", (ago, standing) => {
  const now = Date.now();
  expect(judgeFactor(ago === null ? null : new Date(now - ago), now)).toBe(standing);
});
