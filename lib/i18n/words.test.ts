import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

/** Words that docs/glossary.md replaces, by language, and typewriter apostrophes. */
const REPLACED = {
  en: /'|\b(?:orphans?|parked|nobody['’]s|strangers?|judged? again|unowned|well again|legs?)\b/i,
  fr: /'|\b(?:livraisons?|rejug\w*|jug\w+ à nouveau|personnel|à personne|fenêtres? surgissantes?|popups?|marché)\b/i,
} as const;

const read = (language: string, file: string) =>
  readFileSync(path.join("lib/i18n/messages", language, file), "utf8");

function listTexts(language: keyof typeof REPLACED): string[] {
  const folder = path.join("lib/i18n/messages", language);
  const visit = (node: unknown, key: string): string[] =>
    typeof node === "object" && node !== null
      ? Object.entries(node).flatMap(([name, child]) => visit(child, `${key}.${name}`))
      : [`${key}: ${String(node)}`];
  return readdirSync(folder).flatMap((file) => visit(JSON.parse(read(language, file)), file));
}

it.each(["en", "fr"] as const)("uses the glossary's words in %s", (language) => {
  // Without keys and placeholders, which nobody reads.
  const texts = listTexts(language).map((entry) =>
    entry.slice(entry.indexOf(": ") + 2).replaceAll(/\{\w+/g, ""),
  );
  expect(texts.filter((text) => REPLACED[language].test(text))).toEqual([]);
});

it.each(["en", "fr"])("writes what is read without a translator without its syntax, in %s", (language) => {
  // Built pages have compiled messages: only those without arguments and tags are still texts.
  for (const file of ["errors.json", "edge.json"])
    for (const text of Object.values(JSON.parse(read(language, file)))) expect(text).not.toMatch(/[{}<>']/);
});

it("keeps French punctuation on the line of the word before it", () => {
  expect(listTexts("fr").filter((entry) => /[^:] [:;?!»]|« /.test(entry))).toEqual([]);
});
