import { expect, it } from "vitest";
import { countFetched, NONE_FETCHED, noteFetched } from "./fetched-payments";

it("counts what each fetch brought once, however often it is told", () => {
  const told: [string, number][] = [
    ["first", 3],
    ["first", 3],
    ["second", 2],
    ["third", 0],
  ];
  const fetched = told.reduce((before, [id, count]) => noteFetched(before, id, count), NONE_FETCHED);
  expect(countFetched(fetched)).toBe(5);
});
