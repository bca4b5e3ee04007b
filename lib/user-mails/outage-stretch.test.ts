import { expect, it } from "vitest";
import { readStretch, writeMinute } from "./outage-stretch";

it("reads a stretch in the bank's time, and writes it the same", () => {
  const read = readStretch("2026-11-26T09:00", "2026-11-26T10:30");
  expect(read).toEqual({
    ok: true,
    stretch: { from: new Date("2026-11-26T08:00:00Z"), to: new Date("2026-11-26T09:30:00Z") },
  });
  expect(writeMinute(new Date("2026-11-26T08:00:00Z"))).toBe("2026-11-26T09:00");
  expect(writeMinute(new Date("2026-11-26T09:29:10Z"), true)).toBe("2026-11-26T10:30");
});

it("says what is wrong with a stretch", () => {
  expect(readStretch(undefined, "2026-11-26T10:30")).toEqual({ ok: false, problem: "missing" });
  expect(readStretch("yesterday", "2026-11-26T10:30")).toEqual({ ok: false, problem: "missing" });
  expect(readStretch("2026-11-26T10:30", "2026-11-26T10:30")).toEqual({ ok: false, problem: "backwards" });
  expect(readStretch("2026-11-01T10:30", "2026-11-26T10:30")).toEqual({ ok: false, problem: "too_long" });
});
