/** Letters that Unicode does not take apart, and what people type instead. */
const TYPED = new Map([
  ["œ", "oe"],
  ["æ", "ae"],
  ["ø", "o"],
  ["ß", "ss"],
  ["þ", "th"],
  ["ð", "d"],
  ["đ", "d"],
  ["ħ", "h"],
  ["ı", "i"],
  ["ĸ", "k"],
  ["ł", "l"],
  ["ŋ", "n"],
  ["ŧ", "t"],
  ["ς", "σ"],
]);
const UNTYPED = new RegExp(`[${[...TYPED.keys()].join("")}]`, "gu");
/** What nobody sees: controls, marks that turn the direction of text, joiners, fillers, halves of a character. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
/** What parts words; a byte order mark does not. */
const SPACE = /[^\S\uFEFF]+/gu;
/** `McDonald's` is one word, `l'été` is two. */
const POSSESSIVE = /['’ʼ]s(?![\p{L}\p{N}])/gu;

/**
 * A text as searches compare it: without accents, ligatures, case and what nobody sees, in single spaces. Both what is
 * stored and what is typed go through it, so a change of it must fill the stored search columns again.
 */
export function fold(text: string): string {
  return text
    .replaceAll(SPACE, " ")
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(UNSEEN, "")
    .replaceAll(UNTYPED, (letter) => TYPED.get(letter) ?? letter)
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .normalize("NFC")
    .replaceAll(/\s+/gu, " ")
    .trim();
}

/** The words of a text, and all of them as one: people type `otacos` for O'Tacos. */
export function wordsAndWhole(text: string): string[] {
  const words = wordsOf(text);
  return words.length > 1 ? [...words, words.join("")] : words;
}

/** What somebody typed to find a person, folded: an address is one word, as it is stored. */
export function wordsOfPerson(text: string): string[] {
  return fold(text)
    .split(" ")
    .flatMap((part) => (part.includes("@") ? [part] : wordsOf(part)));
}

/** The words of a text as searches compare them: runs of letters and digits. */
export function wordsOf(text: string): string[] {
  return (
    fold(text)
      .replaceAll(POSSESSIVE, "s")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
