import { expect, it } from "vitest";
import { longestSilence } from "./rhythm";

const HOUR = 3_600_000;

it.each([
  ["nothing yet", { minutes: 0, pauses: [] }, 24],
  ["a first afternoon", { minutes: 12, pauses: [HOUR, HOUR] }, 24],
  ["payments all day and all night", { minutes: 5_000, pauses: [240_000, 180_000] }, 0.25],
  ["quiet nights", { minutes: 3_000, pauses: [9 * HOUR, 8 * HOUR] }, 12],
  ["quiet weekends", { minutes: 900, pauses: [63 * HOUR, 62 * HOUR] }, 93],
  ["one outage in two weeks", { minutes: 3_000, pauses: [50 * HOUR, 8 * HOUR] }, 12],
])("waits as long as fits: %s", (_what, rhythm, hours) => {
  expect(longestSilence(rhythm) / HOUR).toBe(hours);
});
