/** The meaning of a status letter. Meanings are assumptions until the bank confirms them. */
export type TransactionStatus = "authorised" | "settled" | "declined" | "reversed" | "unknown";

const MEANINGS: Readonly<Record<string, TransactionStatus>> = {
  A: "authorised",
  S: "settled",
  C: "settled",
  D: "declined",
  I: "declined",
  R: "reversed",
  V: "reversed",
};

/** The letters of a status, for filters. */
export function lettersOf(status: Exclude<TransactionStatus, "unknown">): string[] {
  return Object.keys(MEANINGS).filter((letter) => MEANINGS[letter] === status);
}

/** The letters of debits and of credits. */
export const DEBIT = "D";
export const CREDIT = "C";

/** The letters of debits that count as spend. */
export const SPENT_LETTERS: readonly string[] = [...lettersOf("settled"), ...lettersOf("authorised")];

/** All known letters. */
export const KNOWN_LETTERS: readonly string[] = Object.keys(MEANINGS);

/** Reads a status letter; an unknown one is shown as it is and left out of totals. */
export function readStatus(letter: string): TransactionStatus {
  return MEANINGS[letter] ?? "unknown";
}

/** The direction of the money: "D" debit, "C" credit (assumed). It gives the sign of an amount. */
export function directionOf(type: string): "debit" | "credit" | "unknown" {
  return type === DEBIT ? "debit" : type === CREDIT ? "credit" : "unknown";
}
