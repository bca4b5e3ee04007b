import { describe, expect, it } from "vitest";
import { formatMoney } from "@/components/payment-table/money";
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
    // As we write it ourselves: with a sign, narrow spaces, and the symbol where the language puts it.
    ["−1\u202F234,50\u00A0€", "1234.50"],
    ["+1,234.50", "1234.50"],
    ["-1234,50", "1234.50"],
    ["−€1,234.50", "1234.50"],
    ["- 12 €", "12"],
    ["1 234,50 $US", "1234.50"],
    ["\u202A108,05\u202C", "108.05"],
    // As callers say it.
    ["1234,50 euros", "1234.50"],
    ["1 Euro", "1"],
    ["20 livres", "20"],
    ["108 euros 05", "108.05"],
    ["108€05", "108.05"],
    // With one mark and three digits it could be both: thousands are rarer among payments, and written with a space.
    ["1,234", "1.234"],
  ])("reads %j as %s", (text, amount) => expect(readAmount(text)).toBe(amount));

  it.each([
    "",
    "abc",
    "12a",
    "1,2,3",
    "1234567890",
    "--5",
    "5-",
    "108,05,",
    "12 carrefour",
    "euros",
    "TX108",
    "1e5",
    "12 34",
  ])("reads no amount in %j", (text) => expect(readAmount(text)).toBeNull());
});

it("reads every amount back that we write", () => {
  for (const locale of ["en", "fr"])
    for (const currency of "EUR USD GBP CHF JPY CAD AUD SEK PLN MAD TND BHD XOF XAF XPF".split(" "))
      for (const amount of ["1234.5", "-1234.5", "-7", "1234567.89"]) {
        const written = formatMoney(amount, currency, locale);
        expect(Number(readAmount(written)), written).toBe(Math.abs(Number(amount)));
      }
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
