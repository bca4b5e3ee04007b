import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, wordsOf } from "./fold";

describe("fold", () => {
  it.each([
    ["Éloïse Lefèvre", "eloise lefevre"],
    ["E\u0301loise", "eloise"],
    ["BŒUF & CŒUR", "boeuf & coeur"],
    ["Ærøskøbing", "aeroskobing"],
    ["STRAẞE, Straße", "strasse, strasse"],
    ["Łódź", "lodz"],
    ["Đặng Þór", "dang thor"],
    ["İstanbul ışık", "istanbul isik"],
    ["ﬁnance ＦＮＡＣ ①", "finance fnac 1"],
    ["ΟΔΥΣΣΕΥΣ Οδυσσεύς", "οδυσσευσ οδυσσευσ"],
    ["Ёлка", "елка"],
    ["a\u202Eb\u2066c\u200Bd\u00ADe\uFEFFf", "abcdef"],
    ["a\u0000b\u0007c", "abc"],
    ["  a\t\n b\u00A0\u3000c ", "a b c"],
    ["\uD800half", "half"],
    ["x@Example.COM", "x@example.com"],
    ["한국", "한국"],
    ["", ""],
  ])("folds %j to %j", (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it("changes nothing that is folded already", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const once = fold(text);
        expect(fold(once)).toBe(once);
        expect(once).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{M}\p{Lu}]/u);
      }),
      { numRuns: 5_000 },
    );
  });

  it("does not see how an accent was written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(fold(text.normalize("NFD"))).toBe(fold(text.normalize("NFC")));
      }),
    );
  });
});

describe("wordsOf", () => {
  it.each([
    ["L'Été à Saint-Ouen", ["l", "ete", "a", "saint", "ouen"]],
    ["McDonald's", ["mcdonalds"]],
    ["McDonald’s 0042", ["mcdonalds", "0042"]],
    ["NETFLIX.COM", ["netflix", "com"]],
    ["H&M", ["h", "m"]],
    ["…—", []],
  ])("finds the words of %j", (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });
});
