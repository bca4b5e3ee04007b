import { expect, it } from "vitest";
import { isUnnamed, nameAfter, readIdentity } from "./identity";

it.each([
  null,
  "",
  " ",
  "\t\u00A0\u200B\uFEFF",
  "0",
  "000",
  "0.00",
  "00000000-0000-0000-0000-000000000000",
  "null",
  "NULL",
  "(null)",
  '"null"',
  "undefined",
  "N/A",
  "n/a ",
  "nil",
  "None",
  "NaN",
  "false",
  "[object Object]",
  "Array",
  "-",
  "—",
  "****",
  "1.2345678901235E+22",
  "1.0e+25",
  "\u0000",
])("%j names nothing", (text) => {
  expect(readIdentity(text)).toBeNull();
});

it.each([
  ["11111111111", "11111111111"],
  ["xxx", "xxx"],
  ["007", "007"],
  ["7", "7"],
  ["aB", "aB"],
  ["ab", "ab"],
  ["  42\r\n", "42"],
  ["12345678901234567890123", "12345678901234567890123"],
  ["5e12", "5e12"],
  ["1.5", "1.5"],
  ["nullable", "nullable"],
  ["caf\u0065\u0301", "café"],
  ["café", "café"],
  ["a b", "a b"],
])("%j is the name %j", (text, name) => {
  expect(readIdentity(text)).toBe(name);
});

it("knows a name that was made up from the reference", () => {
  expect(isUnnamed(nameAfter("ab"))).toBe(true);
  expect(nameAfter(nameAfter("ab"))).toBe(nameAfter("ab"));
  expect(isUnnamed("ab")).toBe(false);
});

it("reads a long text of blanks as quickly as any other", { timeout: 2_000 }, () => {
  expect(readIdentity(`x${" ".repeat(60_000)}x`)).toHaveLength(60_002);
  expect(readIdentity(`x${"-".repeat(60_000)}x`)).toHaveLength(60_002);
});
