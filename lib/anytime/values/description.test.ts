import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDescription } from "./description";

describe("parseDescription", () => {
  it("reads the documented sample", () => {
    expect(parseDescription("FNAC DIRECT - RUE DES BATEAUX LAVOIRS, IVRY SUR SEIN,94768,FRA,FRA")).toEqual({
      merchant: "FNAC Direct",
      address: "RUE DES BATEAUX LAVOIRS",
      city: "IVRY SUR SEIN",
      postcode: "94768",
      country: "FRA",
    });
  });

  it.each([
    ["SHELL - 4, QUAI DE SEINE, ROUEN,76000,FRA,FRA", "Shell", "4, QUAI DE SEINE", "ROUEN", "76000", "FRA"],
    ["NETFLIX.COM - , AMSTERDAM,,NLD,NLD", "Netflix.com", null, "AMSTERDAM", null, "NLD"],
    ["TESCO - HIGH ST, LONDON,SW1A 1AA,GBR,GBR", "Tesco", "HIGH ST", "LONDON", "SW1A 1AA", "GBR"],
    ["FNAC - RUE X, PARIS,75001,FR,FR", "FNAC", "RUE X", "PARIS", "75001", "FRA"],
    ["FNAC - RUE X, PARIS,75001,250,250", "FNAC", "RUE X", "PARIS", "75001", "FRA"],
    ["FNAC - RUE X, Paris,75001,fra,fra", "FNAC", "RUE X", "Paris", "75001", "FRA"],
    ["FNAC - RUE X, PARIS,75001,FR,FRA", "FNAC", "RUE X", "PARIS", "75001", "FRA"],
    ["FNAC - RUE X, PARIS,75001,FR", "FNAC", "RUE X", "PARIS", "75001", "FRA"],
    ["UBER BV, AMSTERDAM,NLD", "Uber BV", null, "AMSTERDAM", null, "NLD"],
    ["BOULANGERIE PAUL, LILLE, 59000", "Boulangerie Paul", null, "LILLE", "59000", null],
    ["ZARA - RUE DE RIVOLI,75001,FRA", "Zara", "RUE DE RIVOLI", null, "75001", "FRA"],
  ])("reads %s", (raw, merchant, address, city, postcode, country) => {
    expect(parseDescription(raw)).toEqual({ merchant, address, city, postcode, country });
  });

  it.each([
    ["SNCF - PARIS", "SNCF - Paris"],
    ["ROOM, 250", "Room, 250"],
    ["BED, BATH, IT", "Bed, Bath, It"],
    ["Salt, pepper and more", "Salt, pepper and more"],
    ["FRA", "Fra"],
    [" , ,FRA,FRA", ", ,FRA,FRA"],
    ["   ", "—"],
    ["", "—"],
    [null, "—"],
  ])("takes %j as a whole", (raw, merchant) => {
    const parsed = parseDescription(raw);
    expect([parsed.merchant, parsed.address, parsed.city, parsed.postcode]).toEqual([
      merchant,
      null,
      null,
      null,
    ]);
  });

  it.each([
    ["CARREFOUR CITY", "Carrefour City"],
    ["RATP", "RATP"],
    ["H&M", "H&M"],
    ["SFR MOBILE", "SFR Mobile"],
    ["UBER EATS", "Uber Eats"],
    ["L'OREAL PARIS", "L'Oreal Paris"],
    ["MCDONALD'S 0042", "Mcdonald's 0042"],
    ["E.LECLERC DRIVE", "E.Leclerc Drive"],
    ["CAFÉ DE L'ÉTÉ", "Café De L'Été"],
    ["SAINT-DENIS AUTO SARL", "Saint-Denis Auto SARL"],
    ["iTunes STORE", "iTunes STORE"],
  ])("writes %s as %s", (raw, merchant) => {
    expect(parseDescription(raw).merchant).toBe(merchant);
  });

  it("never throws, and always names somebody", () => {
    const pieces = fc.constantFrom("FRA", ",", " - ", "94768", "", "A", "é", "-", " ", "\u0000", "𝔘", "XXX");
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(pieces).map((list) => list.join("")),
    );
    fc.assert(
      fc.property(fc.option(texts), (raw) => {
        const parsed = parseDescription(raw);
        expect(parsed.merchant.trim()).not.toBe("");
        for (const part of [parsed.address, parsed.city, parsed.postcode, parsed.country])
          expect(part).not.toBe("");
      }),
      { numRuns: 2_000 },
    );
  });
});
