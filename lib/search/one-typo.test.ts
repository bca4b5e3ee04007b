import fc from "fast-check";
import { expect, it } from "vitest";
import { slipsInAddress, slipsOf } from "./one-typo";

const all = (word: string) => {
  const { words, beginnings } = slipsOf(word);
  return new Set([...words, ...beginnings]);
};

it.each([
  ["two letters swapped", "cmaille", "camille"],
  ["a letter missing", "camile", "camille"],
  ["a letter too many", "cammille", "camille"],
  ["a wrong letter", "canille", "camille"],
  ["the last letter wrong", "duponf", "dupont"],
  ["the first letter wrong", "qmina", "amina"],
  ["four letters", "hguo", "hugo"],
  ["three letters swapped", "lae", "lea"],
  ["another alphabet", "наташо", "наташа"],
])("forgives %s", (_what, typed, meant) => {
  expect(all(typed)).toContain(meant);
});

it.each(["k77", "0042", "ab", "j", "", "山田太郎", "x".repeat(25)])("forgives nothing in %j", (word) => {
  expect(slipsOf(word)).toEqual({ words: [], beginnings: [] });
});

it("does not take a beginning for another because of its last letter", () => {
  const { beginnings } = slipsOf("martin");
  expect(beginnings).toContain("matrin");
  for (const slip of ["marti", "martim"]) expect(beginnings).not.toContain(slip);
});

it("finds from every slip of a word the word itself", () => {
  const letters = fc.string({ unit: fc.constantFrom(..."abcde"), minLength: 5, maxLength: 9 });
  fc.assert(
    fc.property(letters, fc.nat(), fc.constantFrom("drop", "double", "swap"), (word, seed, slip) => {
      const at = seed % (word.length - 1);
      const [before, one, two] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1)];
      const rest = word.slice(at + 2);
      const typed =
        slip === "drop"
          ? before + two + rest
          : before + (slip === "double" ? one + one + two : two + one) + rest;
      fc.pre(typed !== word);
      expect(all(typed)).toContain(word);
    }),
  );
});

it.each([
  ["two letters swapped", "camille.durnad@example.com"],
  ["a letter missing", "camile.durand@example.com"],
  ["a letter too many", "camille.durrand@example.com"],
  ["the last letter of a word missing", "camill.durand@example.com"],
  ["a letter too many at the end of a word", "camille.durands@example.com"],
  ["the domain wrong", "camille.durand@exemple.com"],
  ["the end wrong", "camille.durand@example.ocm"],
])("forgives in an address %s", (_what, typed) => {
  const { words, beginnings } = slipsInAddress(typed);
  const meant = "camille.durand@example.com";
  expect([...words, ...beginnings].some((slip) => meant.startsWith(slip))).toBe(true);
});

it("forgives one slip of an address, and none in its numbers", () => {
  const of = (typed: string) => Object.values(slipsInAddress(typed)).flat();
  expect(of("camile.durnad@example.com")).not.toContain("camille.durand@example.com");
  expect(of("max75@x.fr").filter((slip) => !slip.includes("75@x.fr"))).toEqual([]);
});
