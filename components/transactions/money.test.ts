import { expect, it } from "vitest";
import { digitsOf } from "@/lib/anytime/values/currency-digits";
import { formatDecimal, formatMoney, magnitudeOf } from "./money";

it.each([
  ["1500", "JPY", "1,500"],
  ["1500.00", "JPY", "1,500"],
  ["1500.50", "JPY", "1,500.5"],
  ["9.5", "KWD", "9.500"],
  ["9.41", "EUR", "9.41"],
  ["1.000000", "EUR", "1.00"],
  ["1.0005", "EUR", "1.0005"],
  ["1", "XYZ", "1.00"],
  ["-0.00", "EUR", "0.00"],
  ["-0.01", "EUR", "−0.01"],
  ["98765432109876543210.10", "EUR", "98,765,432,109,876,543,210.10"],
])("writes %s in the digits of %s as %s", (text, currency, written) => {
  expect(formatDecimal(text, "en-GB", digitsOf(currency))).toBe(written);
});

it.each([
  ["-0.00", "EUR", "€0.00"],
  ["-0.001", "EUR", "€0.00"],
  ["-5", "EUR", "−€5.00"],
  ["1500", "JPY", "JP¥1,500"],
  ["5", "EUR ", "5.00 EUR "],
  ["5", "978", "5.00 978"],
])("writes the sum %s of %s as %s", (text, currency, written) => {
  expect(formatMoney(text, currency, "en-GB")).toBe(written);
});

it("takes the sign of an amount from nowhere but its type", () => {
  expect(["-50.00", "+50.00", "50.00"].map(magnitudeOf)).toEqual(["50.00", "50.00", "50.00"]);
});
