/** What a status letter is read as. The letters' meanings are assumed until a person confirms them. */
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

/** The letters that mean a status, for filters. */
export function lettersOf(status: Exclude<TransactionStatus, "unknown">): string[] {
  return Object.keys(MEANINGS).filter((letter) => MEANINGS[letter] === status);
}

/** All letters that are understood. */
export const KNOWN_LETTERS: readonly string[] = Object.keys(MEANINGS);

/** Reads a status letter; an unknown one is shown as it is and left out of totals. */
export function readStatus(letter: string): TransactionStatus {
  return MEANINGS[letter] ?? "unknown";
}

/** Which way the money went: "D" debit, "C" credit (assumed). The sign of an amount comes from it. */
export function directionOf(type: string): "debit" | "credit" | "unknown" {
  return type === "D" ? "debit" : type === "C" ? "credit" : "unknown";
}
