import { describe, expect, it } from "vitest";
import { addDays, bankDayOf, bankDayStart, isBankDay } from "./bank-day";

describe("the bank's days", () => {
  it.each([
    ["2026-11-23", "2026-11-22T23:00:00.000Z"],
    ["2026-07-01", "2026-06-30T22:00:00.000Z"],
    // The clocks change on these days, after midnight.
    ["2026-03-29", "2026-03-28T23:00:00.000Z"],
    ["2026-03-30", "2026-03-29T22:00:00.000Z"],
    ["2026-10-25", "2026-10-24T22:00:00.000Z"],
    ["2026-10-26", "2026-10-25T23:00:00.000Z"],
  ])("%s begins at %s", (day, instant) => {
    expect(bankDayStart(day).toISOString()).toBe(instant);
    expect(bankDayOf(bankDayStart(day))).toBe(day);
    expect(bankDayOf(new Date(bankDayStart(day).getTime() - 1))).toBe(addDays(day, -1));
  });

  it.each([
    "2026-02-29",
    "2026-13-01",
    "26-01-01",
    "2026-1-1",
    "9999-01-01",
    "0001-01-01",
    "",
    "2026-01-01T00:00:00Z",
  ])("%s is no day", (text) => expect(isBankDay(text)).toBe(false));

  it("counts across months and leap days", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  });
});
