/** Whether Postgres can store a text: it takes neither NUL nor halves of surrogate pairs. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/** Text that Postgres can store: NUL and halves of surrogate pairs become U+FFFD. */
export function storableText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes("\0") ? wellFormed.replaceAll("\0", "\uFFFD") : wellFormed;
}

/** Whether Postgres can store every text in a value. */
export function isAllStorable(input: unknown): boolean {
  if (typeof input === "string") return isStorableText(input);
  return typeof input !== "object" || input === null || Object.entries(input).flat().every(isAllStorable);
}
