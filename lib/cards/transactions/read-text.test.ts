import { describe, expect, it } from "vitest";
import { readAmount, readText } from "./read-text";

describe("readAmount", () => {
  it.each([
    ["108,05", "108.05"],
    ["108.05", "108.05"],
    ["108", "108"],
    [" 108,05 € ", "108.05"],
    ["€108.05", "108.05"],
    ["108,05 EUR", "108.05"],
    ["1 234,56", "1234.56"],
    ["1\u202F234,56 €", "1234.56"],
    ["1,234.56", "1234.56"],
    ["1.234,56", "1234.56"],
    ["1'234.56", "1234.56"],
    ["0,5", "0.5"],
    ["007", "7"],
    ["1,5", "1.5"],
    // With one mark and three digits it could be both: thousands are rarer among payments, and written with a space.
    ["1,234", "1.234"],
  ])("reads %j as %s", (text, amount) => expect(readAmount(text)).toBe(amount));

  it.each(["", "abc", "12a", "1,2,3", "1234567890", "-5", "108,05,", "TX108", "1e5", "12 34"])(
    "reads no amount in %j",
    (text) => expect(readAmount(text)).toBeNull(),
  );
});

describe("readText", () => {
  it.each([
    ["Carrefour CITY", ["carrefour", "city"], null],
    ["L'Été", ["l", "ete"], null],
    ["108,05", ["108", "05"], "108.05"],
    ["%_", [], null],
    ["paul Paul", ["paul"], null],
  ])("reads %j", (text, words, amount) => {
    expect(readText(text)).toEqual({ words, amount, exact: text });
  });
});
