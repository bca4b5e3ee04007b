/**
 * Escapes characters that change the direction of text or break its line as \u: a name chosen by outsiders must not
 * reorder the text beside it. Marks that only join letters stay.
 */
export function escapeDirections(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu,
    (mark) => `\\u${(mark.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
