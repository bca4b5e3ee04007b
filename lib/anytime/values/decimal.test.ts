import { expect, it } from "vitest";
import { readDecimal } from "./decimal";

it.each([
  ["98.32", "98.32"],
  ["1.000000", "1.000000"],
  [" 98.32\u00A0", "98.32"],
  [".50", "0.50"],
  ["-.5", "-0.5"],
  ["5.", "5"],
  ["+5", "5"],
  ["\u22125.00", "-5.00"],
  ["007.10", "007.10"],
  ["1.0E+25", "1.0E+25"],
  ["1e3", "1e3"],
  ["98765432109876543210.10", "98765432109876543210.10"],
])("reads %j as %s", (text, expected) => {
  expect(readDecimal(text)).toBe(expected);
});

it.each([
  "",
  " ",
  ".",
  "-",
  "N/A",
  "NAN",
  "INF",
  "-INF",
  "1,234",
  "1,234.50",
  "1 234.50",
  "1 234,50",
  "1.234.567",
  "1'234.50",
  "98,32",
  "0x1F",
  "98.32 EUR",
  "--5",
  "1e400",
  "1e",
])("takes %j for no number", (text) => {
  expect(readDecimal(text)).toBeNull();
});

it.each([
  ["98,32", "98.32"],
  ["-98,320", "-98.320"],
  ["98.32", "98.32"],
  ["1,5E+3", "1.5E+3"],
  ["1,234,567", null],
  ["1.234,50", null],
  ["1,234.50", null],
])("reads %j as %s of a sender who writes commas", (text, expected) => {
  expect(readDecimal(text, "comma")).toBe(expected);
});
