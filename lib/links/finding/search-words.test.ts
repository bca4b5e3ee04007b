import { expect, it } from "vitest";
import { findableWords, readTerms } from "./search-words";

const person = (name: string, email: string | null = null, externalReference: string | null = null) =>
  findableWords({ name, email, externalReference });

it.each([
  [person("Éloïse Lefèvre"), ["eloise", "lefevre"]],
  [person("Jean-Pierre O'Neill"), ["jean", "pierre", "jeanpierre", "o", "neill", "oneill"]],
  [person("Ada", null, "K-77"), ["ada", "k", "77", "k77"]],
  [
    person("Ada", "Ada.Lovelace@Example.com"),
    ["ada", "ada.lovelace@example.com", "@example.com", "lovelace", "adalovelace"],
  ],
  [person("•••"), []],
])("finds by %j", (words, expected) => {
  expect(words).toEqual(expected);
});

const ways = (typed: string) =>
  readTerms(typed).map((term) => term.map((way) => way.map(({ word }) => word)));

it.each([
  ["Lefèvre  Éloïse", [[["lefevre"]], [["eloise"]]]],
  ["jean-pierre", [[["jean", "pierre"], ["jeanpierre"]]]],
  ["K-77", [[["k", "77"], ["k77"]]]],
  ["ada@example.com", [[["ada@example.com"]]]],
  ["@example", [[["@example"]]]],
  ["…", []],
  ["", []],
])("looks for %j", (typed, terms) => {
  expect(ways(typed)).toEqual(terms);
});

it("looks for at most eight words", () => {
  expect(readTerms("a ".repeat(100))).toHaveLength(8);
});
