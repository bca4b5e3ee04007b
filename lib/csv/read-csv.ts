import { TEXT_MARK } from "./write-csv";

/** A line of a file: its cells, and where it begins, counted from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

const SEPARATORS = [",", ";", "\t"] as const;
const MARKED = /^'[=+\-@\t\r]/;

/**
 * Reads CSV as spreadsheets write it: with commas, semicolons or tabs, quoted cells, either end of line. Empty lines are
 * left out.
 *
 * @returns null where a quoted cell does not end
 */
export function readCsv(text: string): CsvRow[] | null {
  const source = text.replace(/^\uFEFF/, "");
  const separator = separatorOf(source);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let start = 1;
  let at = 0;
  const endRow = () => {
    if (cells.some((cell) => cell !== "")) rows.push({ line: start, cells });
    cells = [];
    start = line;
  };
  while (at < source.length) {
    const isQuoted = source[at] === '"';
    const end = isQuoted ? endOfQuoted(source, at) : endOfPlain(source, at, separator);
    if (end === -1) return null;
    const raw = isQuoted ? source.slice(at + 1, end - 1).replaceAll('""', '"') : source.slice(at, end);
    cells.push(cleaned(raw));
    line += raw.split("\n").length - 1;
    // After a quoted cell, what is before the next separator belongs to nothing.
    at = isQuoted ? endOfPlain(source, end, separator) : end;
    if (source[at] === separator) {
      at += 1;
      if (at === source.length) cells.push("");
      continue;
    }
    if (source[at] === "\r") at += 1;
    if (source[at] === "\n") at += 1;
    line += 1;
    endRow();
  }
  if (cells.length > 0) endRow();
  return rows;
}

function separatorOf(source: string): string {
  const first = /^[^\r\n]*/.exec(source)?.[0] ?? "";
  const counts = SEPARATORS.map((separator) => ({ separator, count: first.split(separator).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).separator;
}

/** The place behind the quote that ends a cell; -1 for none. */
function endOfQuoted(source: string, start: number): number {
  let at = start + 1;
  while (at < source.length) {
    const quote = source.indexOf('"', at);
    if (quote === -1) return -1;
    if (source[quote + 1] !== '"') return quote + 1;
    at = quote + 2;
  }
  return -1;
}

function endOfPlain(source: string, start: number, separator: string): number {
  let at = start;
  while (at < source.length && source[at] !== separator && source[at] !== "\r" && source[at] !== "\n")
    at += 1;
  return at;
}

/** Without what a text got in front so that a spreadsheet leaves it a text. */
function cleaned(raw: string): string {
  const text = raw.trim();
  return MARKED.test(text) ? text.slice(TEXT_MARK.length) : text;
}
