import { expect, it } from "vitest";
import { readCardsFile } from "./cards-file";

it("reads whose cards are, and says of each line that it leaves out why", () => {
  const file = [
    "Carte;Compte;Référence externe",
    "ANY1;A-1;c-1",
    "ANY2;;c-2",
    ";A-1;c-3",
    "ANY4;A-1;",
    `ANY5;;${"x".repeat(201)}`,
  ].join("\n");
  expect(readCardsFile(file)).toEqual({
    ok: true,
    lines: [
      { line: 2, cardRef: "ANY1", accId: "A-1", externalReference: "c-1" },
      { line: 3, cardRef: "ANY2", accId: null, externalReference: "c-2" },
    ],
    refused: [
      { line: 4, problem: "no_card" },
      { line: 5, problem: "no_reference" },
      { line: 6, problem: "too_long" },
    ],
  });
  expect(readCardsFile("card\nANY1")).toEqual({ ok: false, problem: "no_column", column: "reference" });
});
