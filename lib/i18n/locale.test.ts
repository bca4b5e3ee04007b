import { describe, expect, it } from "vitest";
import { negotiateLocale } from "./locale";

describe("negotiateLocale", () => {
  it.each([
    [null, "en"],
    ["", "en"],
    ["fr", "fr"],
    ["fr-CA,fr;q=0.9,en;q=0.8", "fr"],
    ["de-DE,de;q=0.9,en;q=0.5,fr;q=0.7", "fr"],
    ["en-GB;q=0.8, fr;q=0.9", "fr"],
    ["fr;q=0, en", "en"],
    ["de,es", "en"],
    ["*;q=x;;,", "en"],
  ])("%s gives %s", (header, locale) => {
    expect(negotiateLocale(header)).toBe(locale);
  });

  it("gives what else was said where the browser asks for none of ours", () => {
    expect(negotiateLocale("de,es", "fr")).toBe("fr");
    expect(negotiateLocale("de,en", "fr")).toBe("en");
    expect(negotiateLocale(null, "fr")).toBe("fr");
  });
});
