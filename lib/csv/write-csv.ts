/** What parts the cells of a line: a comma, or the semicolon that spreadsheets expect where commas are for decimals. */
export type CsvSeparator = "," | ";";

/** Excel takes UTF-8 for what it is only behind this. */
export const BYTE_ORDER_MARK = "\uFEFF";

/** A number as decimal text: written as it is, without becoming a double. */
export interface DecimalCell {
  readonly decimal: string;
}

export type CsvCell = string | number | DecimalCell | null;

/** A cell that begins so is a formula to a spreadsheet. */
const FORMULA = /^[=+\-@\t\r]/;
/** What a text gets in front, so that it stays text. */
export const TEXT_MARK = "'";

/** A line of a CSV file, with its end. Texts that a spreadsheet would calculate stay texts; null is an empty cell. */
export function csvLine(cells: readonly CsvCell[], separator: CsvSeparator): string {
  return `${cells.map((cell) => csvCell(cell, separator)).join(separator)}\r\n`;
}

function csvCell(cell: CsvCell, separator: CsvSeparator): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  if (typeof cell === "object") return separator === ";" ? cell.decimal.replace(".", ",") : cell.decimal;
  const text = FORMULA.test(cell) ? TEXT_MARK + cell : cell;
  return text.includes(separator) || /["\r\n]/.test(text) || text !== text.trim()
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}
