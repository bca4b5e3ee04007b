import { expect, it } from "vitest";
import { addDecimals } from "./add-decimals";

it.each([
  [[], "0"],
  [["1.10", "2.2"], "3.30"],
  [["0.1", "0.2"], "0.3"],
  [["-5.00", "2.50"], "-2.50"],
  [["99999999999999999999.99", "0.01"], "100000000000000000000.00"],
])("adds %j to %s", (amounts, total) => {
  expect(addDecimals(amounts)).toBe(total);
});
