import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBankDate } from "./bank-date";

function read(raw: string | null, zone?: string) {
  const parsed = parseBankDate(raw, zone);
  return parsed === null ? null : [parsed.instant.toISOString(), parsed.ambiguous];
}

describe("parseBankDate", () => {
  it.each([
    ["2016-11-28 20:08:53", "2016-11-28T19:08:53.000Z"],
    ["2026-07-14T08:00:00", "2026-07-14T06:00:00.000Z"],
    ["2026-07-14 08:00:00.5", "2026-07-14T06:00:00.500Z"],
    ["2026-07-14 08:00:00.123456", "2026-07-14T06:00:00.123Z"],
    ["2024-02-29 23:59:59", "2024-02-29T22:59:59.000Z"],
    ["  2026-01-01 00:00:00 ", "2025-12-31T23:00:00.000Z"],
  ])("reads %s as Paris time", (raw, expected) => {
    expect(read(raw)).toEqual([expected, false]);
  });

  it.each([
    ["2026-07-14T08:00:00Z", "2026-07-14T08:00:00.000Z"],
    ["2026-07-14T08:00:00-05:30", "2026-07-14T13:30:00.000Z"],
    ["2026-10-25 02:30:00+0100", "2026-10-25T01:30:00.000Z"],
  ])("believes the offset of %s", (raw, expected) => {
    expect(read(raw)).toEqual([expected, false]);
  });

  it.each([
    ["2026-07-14 08:00", "2026-07-14T06:00:00.000Z", false],
    ["2026-07-14t08:00:00z", "2026-07-14T08:00:00.000Z", false],
    ["2026-07-14 08:00:00 UTC", "2026-07-14T08:00:00.000Z", false],
    ["2026-07-14 08:00:00 +02", "2026-07-14T06:00:00.000Z", false],
    ["2026-01-14 08:00:00 CET", "2026-01-14T07:00:00.000Z", false],
    ["2026-07-14 08:00:00.000000 America/New_York", "2026-07-14T12:00:00.000Z", false],
    ["2026/07/14 08:00:00", "2026-07-14T06:00:00.000Z", false],
    ["2026-07-14 08:00:00,123", "2026-07-14T06:00:00.123Z", false],
    ["14/07/2026 08:00:00", "2026-07-14T06:00:00.000Z", false],
    ["14.07.2026 08:00", "2026-07-14T06:00:00.000Z", false],
    ["20260714080000", "2026-07-14T06:00:00.000Z", false],
    ["Tue, 14 Jul 2026 08:00:00 +0200", "2026-07-14T06:00:00.000Z", false],
    ["1784008800", "2026-07-14T06:00:00.000Z", false],
    ["1784008800.5", "2026-07-14T06:00:00.500Z", false],
    ["1784008800123", "2026-07-14T06:00:00.123Z", false],
    ["1784008800123456", "2026-07-14T06:00:00.123Z", false],
    ["03/07/2026 08:00:00", "2026-07-03T06:00:00.000Z", true],
    ["07/07/2026 08:00:00", "2026-07-07T06:00:00.000Z", false],
    ["2026-01-01", "2025-12-31T23:00:00.000Z", true],
    ["14/07/2026", "2026-07-13T22:00:00.000Z", true],
    ["20260714", "2026-07-13T22:00:00.000Z", true],
  ])("reads %s, written in another way", (raw, expected, guess) => {
    expect(read(raw)).toEqual([expected, guess]);
  });

  it("takes the first of two equal wall times in autumn, and says so", () => {
    expect(read("2026-10-25 02:30:00")).toEqual(["2026-10-25T00:30:00.000Z", true]);
    expect(read("2026-10-25 02:00:00")).toEqual(["2026-10-25T00:00:00.000Z", true]);
    expect(read("2026-10-25 01:59:59")).toEqual(["2026-10-24T23:59:59.000Z", false]);
    expect(read("2026-10-25 03:00:00")).toEqual(["2026-10-25T02:00:00.000Z", false]);
  });

  it("takes the later of the two readings of a wall time that spring skipped", () => {
    expect(read("2026-03-29 02:30:00")).toEqual(["2026-03-29T01:30:00.000Z", false]);
    expect(read("2026-03-29 01:59:59")).toEqual(["2026-03-29T00:59:59.000Z", false]);
    expect(read("2026-03-29 03:00:00")).toEqual(["2026-03-29T01:00:00.000Z", false]);
  });

  it("reads other zones, west of UTC and with half hours", () => {
    expect(read("2026-01-15 12:00:00", "America/New_York")).toEqual(["2026-01-15T17:00:00.000Z", false]);
    expect(read("2026-01-15 12:00:00", "Asia/Kolkata")).toEqual(["2026-01-15T06:30:00.000Z", false]);
    expect(read("2026-11-01 01:30:00", "America/New_York")).toEqual(["2026-11-01T05:30:00.000Z", true]);
    expect(read("2026-01-15 12:00:00", "UTC")).toEqual(["2026-01-15T12:00:00.000Z", false]);
  });

  it.each([
    null,
    "",
    "yesterday",
    "2026-02-30 10:00:00",
    "2026-13-01 10:00:00",
    "2026-01-01 24:00:00",
    "2026-01-01 10:60:00",
    "0000-00-00 00:00:00",
    "0000-00-00",
    "12/25/2026 10:00:00",
    "31/02/2026",
    "2026-01-01 10:00:00 Mars/Olympus",
    "20260230",
    "123456",
    "2026-01-01 10:00:00+99:00",
  ])("gives null for %j", (raw) => {
    expect(read(raw)).toBeNull();
  });

  it("reads back every Paris wall time of an instant, within the hour that came twice", () => {
    const paris = new Intl.DateTimeFormat("sv-SE", {
      timeZone: "Europe/Paris",
      dateStyle: "short",
      timeStyle: "medium",
    });
    const range = { min: Date.UTC(1990, 0), max: Date.UTC(2040, 0) };
    fc.assert(
      fc.property(fc.integer(range), (time) => {
        const whole = Math.floor(time / 1_000) * 1_000;
        const parsed = parseBankDate(paris.format(whole));
        const difference = whole - (parsed?.instant.getTime() ?? Number.NaN);
        expect(difference === 0 || (parsed?.ambiguous === true && difference === 3_600_000)).toBe(true);
      }),
    );
  });
});
