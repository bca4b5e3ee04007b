/** A pattern for LIKE and ILIKE that matches whatever holds a text, letter by letter. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
}
