/** What software writes for a missing value. */
const NOTHING: ReadonlySet<string> = new Set([
  "null",
  "nil",
  "none",
  "undefined",
  "n/a",
  "na",
  "nan",
  "false",
  "array",
  "object object",
]);
const BLANK = /[\s\p{Cc}\p{Cf}\uFFFD]/u;
const MARK = /[^\p{L}\p{N}]/u;
/** A float cast to text: its last digits are lost, and other numbers are written the same. */
const ROUNDED = /^[+-]?\d(?:\.\d+)?e\+\d+$/i;
const UNNAMED = "unnamed:";

/**
 * The usable value of an identifier, or null if it has none: blank, zero, a word for nothing, or a rounded number. For
 * comparison it is trimmed and composed (NFC); case and leading zeros count.
 */
export function readIdentity(text: string | null): string | null {
  const name = stripAround(text ?? "", BLANK).normalize("NFC");
  const core = stripAround(name, MARK).toLowerCase();
  const empty = !/[\p{L}\p{N}]/u.test(core.replaceAll("0", ""));
  return empty || NOTHING.has(core) || ROUNDED.test(name) ? null : name;
}

/** Letter by letter: a pattern that looks for the end takes seconds on a text of blanks with one letter. */
function stripAround(text: string, unwanted: RegExp): string {
  const letters = [...text];
  const start = letters.findIndex((letter) => !unwanted.test(letter));
  const end = letters.findLastIndex((letter) => !unwanted.test(letter));
  return start === -1 ? "" : letters.slice(start, end + 1).join("");
}

/** A generated name, derived from what it came in. */
export function nameAfter(other: string): string {
  return other.startsWith(UNNAMED) ? other : `${UNNAMED}${other}`;
}

/** Whether we generated this identifier. */
export function isUnnamed(name: string): boolean {
  return name.startsWith(UNNAMED);
}
