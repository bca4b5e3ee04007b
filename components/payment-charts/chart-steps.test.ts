import { expect, it } from "vitest";
import { stepsOf } from "./chart-steps";

const sum = (key: string, spent: string, credited = "0") => ({ key, spent, credited });

it("has each day of a period, also those without payments", () => {
  const { unit, steps } = stepsOf([sum("2026-03-29", "1.10", "2")], "2026-03-28", "2026-03-30");
  expect(unit).toBe("day");
  expect(steps).toEqual([sum("2026-03-28", "0"), sum("2026-03-29", "1.10", "2"), sum("2026-03-30", "0")]);
});

it("adds up long periods by month", () => {
  const days = [sum("2026-01-31", "0.10"), sum("2026-02-01", "0.20"), sum("2026-02-28", "0.10")];
  const { unit, steps } = stepsOf(days, null, "2026-06-15");
  expect(unit).toBe("month");
  expect(steps.map(({ key, spent }) => `${key} ${spent}`)).toEqual([
    "2026-01-01 0.10",
    "2026-02-01 0.30",
    "2026-03-01 0",
    "2026-04-01 0",
    "2026-05-01 0",
    "2026-06-01 0",
  ]);
});
