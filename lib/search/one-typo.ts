/** What one slip of the fingers can have meant: whole words, and beginnings of words. */
export interface Slips {
  readonly words: readonly string[];
  readonly beginnings: readonly string[];
}

const SHORTEST = 3;
/** Shorter words have too many neighbours for a letter more or less to say anything. */
const SHORTEST_FOR_EDITS = 4;
const LONGEST = 24;
const ALPHABETS = [
  [/^[a-z]+$/, "abcdefghijklmnopqrstuvwxyz"],
  [/^[а-я]+$/, "абвгдежзийклмнопрстуфхцчшщъыьэюя"],
  [/^[α-ω]+$/, "αβγδεζηθικλμνξοπρστυφχψω"],
] as const;
const NONE: Slips = { words: [], beginnings: [] };

/**
 * Everything a folded word can have been meant to be, if one letter was missing, too many, wrong, or swapped with the
 * next. Numbers and references have none: there, one character more or less is another number.
 *
 * A slip in the last letter stands only for whole words: as a beginning it would match whatever begins alike.
 */
export function slipsOf(word: string): Slips {
  const alphabet = alphabetOf(word);
  if (alphabet === undefined || word.length < SHORTEST || word.length > LONGEST) return NONE;
  const inside = new Set<string>();
  const atTheEnd = new Set<string>();
  const last = word.length - 1;
  for (let at = 0; at < last; at += 1)
    inside.add(word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2));
  if (word.length < SHORTEST_FOR_EDITS) return { words: without(word, inside), beginnings: [] };
  for (let at = 0; at <= last; at += 1) {
    const [before, after] = [word.slice(0, at), word.slice(at + 1)];
    const found = at === last ? atTheEnd : inside;
    found.add(before + after);
    for (const letter of alphabet) {
      found.add(before + letter + after);
      inside.add(before + letter + word.slice(at));
    }
  }
  const long = (slip: string) => slip.length >= SHORTEST_FOR_EDITS;
  const beginnings = new Set(without(word, inside).filter(long));
  const words = without(word, [...inside, ...atTheEnd]).filter((slip) => !beginnings.has(slip));
  return { words, beginnings: [...beginnings] };
}

/**
 * The same for an e-mail address or the beginning of one: the slip is in one of its words, the rest stands as typed. Its
 * numbers have none, as elsewhere.
 */
export function slipsInAddress(address: string): Slips {
  const words = new Set<string>();
  const beginnings = new Set<string>();
  for (const { 0: word, index } of address.matchAll(/\p{L}+/gu)) {
    const [before, after] = [address.slice(0, index), address.slice(index + word.length)];
    const slips = slipsOf(word);
    const isLast = after === "";
    for (const slip of slips.words) (isLast ? words : beginnings).add(before + slip + after);
    for (const slip of slips.beginnings) beginnings.add(before + slip + after);
    // Where more follows, the last letter can be the one that is missing.
    if (!isLast && word.length >= SHORTEST_FOR_EDITS && word.length <= LONGEST)
      for (const letter of alphabetOf(word) ?? "") beginnings.add(before + word + letter + after);
  }
  return { words: without(address, words), beginnings: without(address, beginnings) };
}

function alphabetOf(word: string): string | undefined {
  return ALPHABETS.find(([letters]) => letters.test(word))?.[1];
}

function without(word: string, slips: Iterable<string>): string[] {
  return [...new Set(slips)].filter((slip) => slip !== word && slip !== "");
}
