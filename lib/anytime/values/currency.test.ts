import { expect, it } from "vitest";
import { readCurrency } from "./currency";

it.each([
  ["EUR", "EUR"],
  ["eur", "EUR"],
  [" Eur ", "EUR"],
  ["978", "EUR"],
  ["840", "USD"],
  ["8", "ALL"],
  ["008", "ALL"],
  ["532", "XCG"],
  ["XYZ", "XYZ"],
  ["xyz", "xyz"],
  ["€", "€"],
  ["999", "999"],
  ["0978", "0978"],
])("reads %j as %s", (text, code) => {
  expect(readCurrency(text)).toBe(code);
});
