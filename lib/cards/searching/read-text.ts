import { wordsOf } from "@/lib/search/fold";

/** What the text of a filter can be, besides words. */
export interface TextReading {
  /** Folded. Each must begin a word of a merchant. */
  readonly words: readonly string[];
  /** Decimal text, if it is an amount as people type it: `108,05`, `1 234.5`, `−12 €`, `108,05 euros`. */
  readonly amount: string | null;
  /** As typed, for what must be exact: the bank's ids. */
  readonly exact: string;
}

const SIGN = String.raw`(?:[-+−–]\s*)?`;
/** What stands for a currency, in both languages: `€`, `US$`, `$US`, `EUR`, `F CFA`, `euros`. */
const CURRENCY = String.raw`(?:[a-z]{0,3}\p{Sc}[a-z]{0,2}|f\s?cf[ap]|cfpf|[a-z]{3}|(?:euro|dollar|pound|livre|franc)s?)`;
/** Thousands may be parted, all of them by the same mark. */
const WHOLE = String.raw`(?<whole>\d{1,9}|\d{1,3}(?<mark>[\s.,'’])\d{3}(?:\k<mark>\d{3})?)`;
const AMOUNT = new RegExp(
  String.raw`^(?:${SIGN}|${SIGN}${CURRENCY}\s*|${CURRENCY}\s*${SIGN})${WHOLE}(?:[.,](?<part>\d{1,4}))?(?:\s*${CURRENCY})?$`,
  "iu",
);
/** `108 euros 05`, `108€05` */
const SPOKEN = new RegExp(String.raw`^${SIGN}${WHOLE}\s*(?:€|euros?)\s*(?<part>\d{2})$`, "iu");

/** Reads the text of a filter. */
export function readText(text: string): TextReading {
  const exact = text.trim();
  return { words: [...new Set(wordsOf(exact))], amount: readAmount(exact), exact };
}

/**
 * An amount as people type it or copy it from a page, with either mark, as decimal text without a sign; null if it is
 * none.
 */
export function readAmount(text: string): string | null {
  const plain = text
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .trim();
  const { whole, part } = (AMOUNT.exec(plain) ?? SPOKEN.exec(plain))?.groups ?? {};
  if (whole === undefined) return null;
  const digits = whole.replaceAll(/\D/g, "").replace(/^0+(?=\d)/, "");
  return part === undefined ? digits : `${digits}.${part}`;
}
