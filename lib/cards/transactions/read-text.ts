import { wordsOf } from "@/lib/search/fold";

/** What the text of a filter can be, besides words. */
export interface TextReading {
  /** Folded. Each must begin a word of a merchant. */
  readonly words: readonly string[];
  /** Decimal text, if it is an amount as people type it: `108,05`, `1 234.5`, `12 €`. */
  readonly amount: string | null;
  /** As typed, for what must be exact: the bank's ids. */
  readonly exact: string;
}

const AMOUNT =
  /^(?:[€$£]\s*)?(\d{1,9}|\d{1,3}(?:[\s.,'’]\d{3}){1,2})(?:[.,](\d{1,4}))?(?:\s*(?:€|\$|£|[a-z]{3}))?$/iu;

/** Reads the text of a filter. */
export function readText(text: string): TextReading {
  const exact = text.trim();
  return { words: [...new Set(wordsOf(exact))], amount: readAmount(exact), exact };
}

/** An amount as people type it, with either mark, as decimal text; null if it is none. */
export function readAmount(text: string): string | null {
  const [, whole, part] = AMOUNT.exec(text.trim()) ?? [];
  if (whole === undefined) return null;
  const digits = whole.replaceAll(/\D/g, "").replace(/^0+(?=\d)/, "");
  return part === undefined ? digits : `${digits}.${part}`;
}
