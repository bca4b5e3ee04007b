import { fold, wordsAndWhole, wordsOf } from "@/lib/search/fold";
import { type Slips, slipsInAddress, slipsOf } from "@/lib/search/one-typo";

/** Whenever other words follow from the same person, this is one more, and every stored word is written again. */
export const WORDS_VERSION = 1;

const MOST_WORDS = 40;
const LONGEST_WORD = 100;
const MOST_TERMS = 8;

/** What a linked user can be found by. */
export interface Findable {
  readonly name: string;
  readonly email: string | null;
  readonly externalReference: string | null;
}

/**
 * The words that a linked user is found by, folded: those of the name and the reference, by themselves and joined where
 * a hyphen or an apostrophe parts them; the address, its domain from the @ on, and the words before the @.
 */
export function findableWords({ name, email, externalReference }: Findable): string[] {
  const address = email === null ? "" : fold(email).replaceAll(" ", "");
  const at = address.lastIndexOf("@");
  const words = [
    ...[name, externalReference ?? ""].flatMap((text) => fold(text).split(" ").flatMap(wordsAndWhole)),
    ...(address === "" ? [] : [address]),
    ...(at === -1 ? [] : [address.slice(at), ...wordsAndWhole(address.slice(0, at))]),
  ];
  return [...new Set(words.map((word) => word.slice(0, LONGEST_WORD)))].slice(0, MOST_WORDS);
}

/** A word to look for, as the beginning of a stored one, and what one typo can have made it from. */
export interface SoughtWord {
  readonly word: string;
  readonly slips: Slips;
}

/** One typed word: either everything of one of these ways matches, or the user does not. */
export type SoughtTerm = readonly (readonly SoughtWord[])[];

/** What somebody typed to find a person: all terms must match, in any order. */
export function readTerms(typed: string): SoughtTerm[] {
  const texts = fold(typed).split(" ");
  return texts.slice(0, MOST_TERMS).flatMap((text): SoughtTerm[] => {
    if (text.includes("@")) return [[[{ word: text, slips: slipsInAddress(text) }]]];
    const words = wordsOf(text);
    if (words.length === 0) return [];
    const ways = words.length === 1 ? [words] : [words, [words.join("")]];
    return [ways.map((way) => way.map((word) => ({ word, slips: slipsOf(word) })))];
  });
}
