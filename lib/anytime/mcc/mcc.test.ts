import { describe, expect, it } from "vitest";
import { categoryGroup, categoryName, GROUPS } from "./mcc";
import { CATEGORIES } from "./mcc-data";

describe("merchant categories", () => {
  it.each([
    ["5411", "Supermarkets", "Supermarchés", "groceries"],
    ["5812", "Restaurants", "Restaurants", "restaurants"],
    ["0742", "Veterinarians", "Vétérinaires", "services"],
    ["742", "Veterinarians", "Vétérinaires", "services"],
    ["6011", "Cash machines", "Distributeurs de billets", "cash"],
    ["3000", "Airlines", "Compagnies aériennes", "travel"],
    ["3299", "Airlines", "Compagnies aériennes", "travel"],
    ["3300", "Car hire", "Location de voitures", "transport"],
    ["3499", "Car hire", "Location de voitures", "transport"],
    ["3500", "Hotels", "Hôtels", "travel"],
    ["3999", "Hotels", "Hôtels", "travel"],
  ])("names %s", (mcc, en, fr, group) => {
    expect([categoryName(mcc, "en"), categoryName(mcc, "fr"), categoryGroup(mcc)]).toEqual([en, fr, group]);
  });

  it.each([null, "", "xxx", "4000", "05411", "5411 ", "-1", "2999"])("does not know %j", (mcc) => {
    expect([categoryName(mcc, "en"), categoryGroup(mcc)]).toEqual([null, null]);
  });

  it("holds every code once, of four digits, with both names", () => {
    const rows = GROUPS.flatMap((group) => [...CATEGORIES[group]]);
    expect(rows.length).toBeGreaterThan(250);
    expect(new Set(rows.map(([code]) => code)).size).toBe(rows.length);
    for (const [code, en, fr] of rows) {
      expect(code).toMatch(/^\d{4}$/);
      expect(en.trim() && fr.trim()).toBeTruthy();
    }
  });
});
