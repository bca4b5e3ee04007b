import { expect, it } from "vitest";
import { countFetched, NONE_FETCHED, noteFetched } from "./fetched-payments";

it("counts what each fetch brought once, however often it is told", () => {
  const told: [string, unknown][] = [
    ["first", { fetched: 3 }],
    ["first", { fetched: 3 }],
    ["second", { fetched: 2 }],
    ["third", null],
  ];
  const fetched = told.reduce((before, [id, row]) => noteFetched(before, id, row), NONE_FETCHED);
  expect(countFetched(fetched)).toBe(5);
});
