/** Turns the direction of text, breaks its line, or controls something. Marks that only join letters are not among them. */
const UNRULY = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** The same, and whatever else is not seen. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * Writes what turns the direction of text, or breaks its line, as \u escapes: a name that strangers chose must not
 * reorder what stands beside it.
 */
export function escapeDirections(text: string): string {
  return text.replaceAll(UNRULY, escaped);
}

/** Escapes characters that are invisible or change the direction of text as \u. */
export function escapeInvisible(text: string): string {
  return text.replaceAll(INVISIBLE, escaped);
}

/** Text that a person typed, without what would show another text than was written. */
export function withoutDirections(text: string): string {
  return text.replaceAll(UNRULY, "").trim();
}

/** Whether a text has something in it that would show another text than was sent. */
export function hasDirections(text: string): boolean {
  return text.search(UNRULY) !== -1;
}

function escaped(mark: string): string {
  return `\\u${(mark.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}
