import { expect, it } from "vitest";
import { formatMoney, magnitudeOf } from "./money";

it.each([
  ["1500", "JPY", "JP¥1,500"],
  ["1500.00", "JPY", "JP¥1,500"],
  ["1500.50", "JPY", "JP¥1,500.5"],
  ["9.5", "KWD", "KWD 9.500"],
  ["9.41", "EUR", "€9.41"],
  ["1.000000", "EUR", "€1.00"],
  ["1.0005", "EUR", "€1.0005"],
  ["1", "XYZ", "XYZ 1.00"],
  ["-0.00", "EUR", "€0.00"],
  ["-0.01", "EUR", "−€0.01"],
  ["-0.001", "EUR", "−€0.001"],
  ["-5", "EUR", "−€5.00"],
  ["98765432109876543210.10", "EUR", "€98,765,432,109,876,543,210.10"],
  ["5", "EUR ", "5.00 EUR "],
  ["5", "978", "5.00 978"],
  ["N/A", "EUR", "N/A EUR"],
])("writes %s of %s as %s", (text, currency, written) => {
  expect(formatMoney(text, currency, "en-GB").replaceAll("\u00a0", " ")).toBe(written);
});

it.each([
  ["1500", "JPY", "1 500 JPY"],
  ["-1234.5", "EUR", "−1 234,50 €"],
  ["-0.00", "EUR", "0,00 €"],
  ["9.5", "KWD", "9,500 KWD"],
])("writes %s of %s in French as %s", (text, currency, written) => {
  expect(formatMoney(text, currency, "fr").replaceAll(/[\u00a0\u202f]/g, " ")).toBe(written);
});

it("takes the sign of an amount from nowhere but its type", () => {
  expect(["-50.00", "+50.00", "50.00"].map(magnitudeOf)).toEqual(["50.00", "50.00", "50.00"]);
});
