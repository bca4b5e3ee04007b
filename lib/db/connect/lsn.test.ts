import { expect, it } from "vitest";
import { endOfLastRecord, includes, later, readLsn } from "./lsn";

it("compares positions as numbers, not as texts", () => {
  expect(includes("1/0", "0/FFFFFFFF")).toBe(true);
  expect(includes("0/9000000", "0/10000000")).toBe(false);
  expect(includes("16/B374D848", "16/B374D848")).toBe(true);
  expect(later("0/A", "0/9")).toBe("0/A");
  expect(later(null, "0/9")).toBe("0/9");
});

it.each([
  ["2/2000018", "2/2000000"], // a page's header
  ["2/2000028", "2/2000000"], // a segment's header
  ["2/2002018", "2/2002000"],
  ["2/2002028", "2/2002028"], // the end of a record, 16 bytes into a page
  ["2/2002030", "2/2002030"],
])("ends the last record before %s at %s", (next, end) => {
  expect(endOfLastRecord(next)).toBe(end);
});

it.each(["", "0", "x/1", "0/1/2", "123456789/0", "0/1;", undefined, null])(
  "takes %s for no position",
  (text) => {
    expect(readLsn(text)).toBeNull();
  },
);
