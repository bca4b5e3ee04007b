/** What software writes where it has no value. */
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
const AROUND = /^[\s\p{Cc}\p{Cf}\uFFFD]+|[\s\p{Cc}\p{Cf}\uFFFD]+$/gu;
const MARKS = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;
/** A float that was cast to text: its last digits are gone, and other numbers are written the same. */
const ROUNDED = /^[+-]?\d(?:\.\d+)?e\+\d+$/i;
const UNNAMED = "unnamed:";

/**
 * The name that an identifier gives a thing, or null where it gives none: blank, zero, a word for nothing, or a
 * number that was rounded. What is compared has no blanks around it and is composed (NFC); case and leading
 * zeros count.
 */
export function readIdentity(text: string | null): string | null {
  const name = (text ?? "").replaceAll(AROUND, "").normalize("NFC");
  const core = name.replaceAll(MARKS, "").toLowerCase();
  const empty = !/[\p{L}\p{N}]/u.test(core.replaceAll("0", ""));
  return empty || NOTHING.has(core) || ROUNDED.test(name) ? null : name;
}

/** A name for what has none of its own, after that which it came in. */
export function nameAfter(other: string): string {
  return other.startsWith(UNNAMED) ? other : `${UNNAMED}${other}`;
}

/** Whether an identifier is a name that we made. */
export function isUnnamed(name: string): boolean {
  return name.startsWith(UNNAMED);
}
