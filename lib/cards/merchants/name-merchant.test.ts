import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nameMerchant } from "./name-merchant";

const of = (merchant: string, city: string | null = null, country: string | null = null) =>
  nameMerchant({ merchant, city, country }).normalised;

describe("nameMerchant", () => {
  it.each([
    ["Carrefour City", "carrefour city"],
    ["CARREFOUR CITY", "carrefour city"],
    ["  Carrefour   City ", "carrefour city"],
    ["Café De L'Été", "cafe de l ete"],
    ["Cœur De Bœuf", "coeur de boeuf"],
    ["Mcdonald's", "mcdonalds"],
    ["McDonald’s", "mcdonalds"],
    ["H&M", "h m"],
    ["H & M", "h m"],
    ["E.Leclerc Drive", "e leclerc drive"],
    ["U.G.C. Ciné Cité", "ugc cine cite"],
    ["Saint-Denis Auto", "saint denis auto"],
    ["a\u202Eb\u0000c", "abc"],
    ["Ёлки", "елки"],
    ["東京 カメラ", "東京 カメラ"],
  ])("folds %j to %j", (text, name) => expect(of(text)).toBe(name));

  it.each([
    ["SumUp *Chez Paul", "chez paul"],
    ["SUMUP  *CHEZ PAUL", "chez paul"],
    ["SumUp Chez Paul", "chez paul"],
    ["Zettle_*Chez Paul", "chez paul"],
    ["iZettle*Chez Paul", "chez paul"],
    ["PAYPAL *SPOTIFY", "spotify"],
    ["PayPal Spotify", "spotify"],
    ["PP*Spotify", "spotify"],
    ["SQ *BLUE BOTTLE", "blue bottle"],
    ["SP ALLBIRDS", "allbirds"],
    ["SP * ALLBIRDS", "allbirds"],
    ["2CO*Avast", "avast"],
    ["PADDLE.NET* SUBLIME HQ", "sublime hq"],
    ["CB*Monoprix", "monoprix"],
    ["PAIEMENT CB MONOPRIX", "monoprix"],
    ["PayPal *SumUp *Chez Paul", "chez paul"],
    // The name alone, or a name that only begins like a provider's.
    ["PayPal", "paypal"],
    ["SumUp", "sumup"],
    ["SP 95", "sp 95"],
    ["Square Habitat", "square habitat"],
    ["Alma", "alma"],
    ["Uber *Eats", "uber eats"],
    ["Google *YouTube", "google youtube"],
  ])("takes the provider from %j: %j", (text, name) => expect(of(text)).toBe(name));

  it.each([
    ["Carrefour City 0042", "carrefour city"],
    ["Carrefour City 7", "carrefour city 7"],
    ["Carrefour City #7", "carrefour city"],
    ["Carrefour City N°7", "carrefour city"],
    ["Carrefour City n° 7", "carrefour city"],
    ["Carrefour City Magasin 12", "carrefour city"],
    ["Total 4213 Relais", "total relais"],
    ["Zara S0421", "zara"],
    ["Lidl 3214", "lidl"],
    ["Amzn Mktp FR*1A2B3C4D5", "amzn mktp"],
    ["Uber *Trip 7HJ2K", "uber trip"],
    ["SNCF 01 23 45 67 89", "sncf"],
    ["Monoprix 25/11", "monoprix"],
    ["Monoprix 25.11.2026", "monoprix"],
    ["Monoprix 75011", "monoprix"],
    // Names with numbers.
    ["Optic 2000", "optic 2000"],
    ["Studio 54", "studio 54"],
    ["4 Murs", "4 murs"],
    ["1001 Piles", "1001 piles"],
    ["3614 Pizza", "3614 pizza"],
    ["24S", "24s"],
    ["Fitness 24/7", "fitness 24 7"],
  ])("takes the shop's number from %j: %j", (text, name) => expect(of(text)).toBe(name));

  it.each([
    ["Monoprix Nantes", "NANTES", "monoprix"],
    ["Monoprix Nantes", null, "monoprix"],
    ["Monoprix Ivry-sur-Seine", "Ivry Sur Seine", "monoprix"],
    ["Monoprix Ivry-sur-Seine", null, "monoprix ivry sur seine"],
    ["Fnac Paris 11", null, "fnac"],
    ["Fnac Lyon 3eme", null, "fnac"],
    ["Fnac 1234 Lyon 69003", "Lyon", "fnac"],
    ["Fnac La Defense", null, "fnac"],
    ["Fnac Paris Cedex 08", null, "fnac"],
    ["Fnac Paris FR", null, "fnac"],
    ["Zara Saint Etienne", "SAINT-ETIENNE", "zara"],
    // A city that is part of the name, or all of it.
    ["Hôtel De Paris", "PARIS", "hotel de paris"],
    ["Paris", "PARIS", "paris"],
    ["Mairie Nantes", "NANTES", "mairie nantes"],
    ["Paris Saint Germain", null, "paris saint germain"],
    ["Saint Denis", "SAINT DENIS", "saint denis"],
  ])("takes the city from %j in %j: %j", (text, city, name) => expect(of(text, city)).toBe(name));

  it.each([
    ["Dupont SARL", "dupont"],
    ["Dupont S.A.R.L.", "dupont"],
    ["SARL Dupont", "dupont"],
    ["Dupont Et Fils SAS", "dupont et fils"],
    ["Uber B.V.", "uber"],
    ["Github, Inc.", "github"],
    ["Rossmann GmbH", "rossmann"],
    ["Dupont SARL Paris", "dupont"],
    ["SAS", "sas"],
    ["SA Majesté", "sa majeste"],
  ])("takes the legal form from %j: %j", (text, name) => expect(of(text)).toBe(name));

  it.each([
    ["NETFLIX.COM", "netflix"],
    ["www.netflix.com", "netflix"],
    ["APPLE.COM/BILL", "apple bill"],
    ["Amazon.fr", "amazon"],
    ["AMAZON.CO.UK", "amazon"],
    ["Booking.com Hotel", "booking hotel"],
  ])("takes the address's ending from %j: %j", (text, name) => expect(of(text)).toBe(name));

  it("takes a country only where the payment was made there", () => {
    expect(of("Coop Pronto CHE", null, "CHE")).toBe("coop pronto");
    expect(of("El Che", null, "FRA")).toBe("el che");
  });

  it.each([
    ["—", "—"],
    ["", "—"],
    [" ", "—"],
    [", ,FRA", "fra"],
    ["***", "***"],
    ["0042", "0042"],
    ["#7", "7"],
  ])("names %j, too: %j", (text, name) => expect(of(text)).toBe(name));

  it.each([
    ["SumUp *Café Rosalie 0042", "Café Rosalie"],
    ["Carrefour City 1234 Paris", "Carrefour City"],
    ["Netflix.com", "Netflix.com"],
    ["H & M", "H M"],
    ["—", "—"],
  ])("shows %j as %j", (merchant, name) =>
    expect(nameMerchant({ merchant, city: null, country: null }).name).toBe(name),
  );

  it("never throws, and always names somebody in folded words", () => {
    const pieces = fc.constantFrom(
      "SumUp",
      "*",
      "0042",
      "#",
      "Paris",
      "SARL",
      "é",
      ".com",
      " ",
      "7",
      "n°",
      "\u0000",
      "𝔘",
      "Zara",
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.array(pieces, { maxLength: 30 }).map((list) => list.join(" ")),
    );
    fc.assert(
      fc.property(texts, fc.option(texts), (merchant, city) => {
        const named = nameMerchant({ merchant, city, country: "FRA" });
        expect(named).toEqual(nameMerchant({ merchant, city, country: "FRA" }));
        expect(named.normalised).not.toBe("");
        expect(named.name).not.toBe("");
        expect([...named.normalised].length).toBeLessThanOrEqual(100);
        expect(named.normalised).toBe(named.normalised.toLowerCase());
        expect(named.normalised).not.toMatch(/[\p{Cc}\p{Cs}\p{M}]/u);
      }),
      { numRuns: 3_000 },
    );
  });
});
