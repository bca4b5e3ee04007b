import { expect, it } from "vitest";
import { formatDuration } from "./duration";

it.each([
  [0, "0 ms"],
  [-3, "0 ms"],
  [119.6, "120 ms"],
  [4_230, "4.2 sec"],
  [59_000, "59 sec"],
  [90_000, "1.5 min"],
  [7_200_000, "2 hr"],
  [3 * 86_400_000, "3 days"],
])("%d ms reads %s", (milliseconds, said) => {
  expect(formatDuration(milliseconds, "en")).toBe(said);
});
