import { setImmediate } from "node:timers/promises";
import { writeXlsxStream } from "hucre/xlsx";
import { BYTE_ORDER_MARK, type CsvCell, type CsvSeparator, csvLine } from "@/lib/csv/write-csv";
import type { ExportedRow } from "./exported-row";
import { localTime, type SheetCell, type SheetColumn, type SheetWords, sheetCells } from "./sheet-columns";

type Pages = AsyncIterable<readonly ExportedRow[]>;

/** The words of a file, and its columns. */
type FileWords = SheetWords & { readonly columns: readonly SheetColumn[] };

/** A CSV file, a page of payments at a time. */
export async function* writeCsvFile(
  pages: Pages,
  words: FileWords,
  separator: CsvSeparator,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const head = words.columns.map(words.column);
  yield encoder.encode(BYTE_ORDER_MARK + csvLine(head, separator));
  for await (const rows of pages)
    yield encoder.encode(
      rows.map((row) => csvLine(sheetCells(row, words, words.columns).map(toCsvCell), separator)).join(""),
    );
}

function toCsvCell(cell: SheetCell): CsvCell {
  if (cell === null) return null;
  if (cell.kind === "decimal") return { decimal: cell.decimal };
  return cell.kind === "time" ? localTime(cell.at) : cell.text;
}

/** More digits than a spreadsheet's numbers keep: such a number stays text. */
const MOST_DIGITS = 15;
/** Rows that are written without letting others go first. */
const AT_ONCE = 50;
const [MONEY, TIME] = ["0.00########", "yyyy-mm-dd hh:mm:ss"];
const FORMATS: Partial<Readonly<Record<SheetColumn, string>>> = {
  date: TIME,
  amount: MONEY,
  charged: MONEY,
  fee: MONEY,
  balanceAfter: MONEY,
};

/** An XLSX file; past the rows that a sheet can have, it goes on in the next. */
export function writeXlsxFile(pages: Pages, words: FileWords, sheet: string): AsyncIterable<Uint8Array> {
  return readStream(
    writeXlsxStream(xlsxRows(pages, words), {
      name: sheet,
      columns: words.columns.map((name) => ({
        header: words.column(name),
        ...(FORMATS[name] !== undefined && { numFmt: FORMATS[name] }),
      })),
      freezePane: { rows: 1 },
    }),
  );
}

async function* xlsxRows(pages: Pages, words: FileWords) {
  for await (const rows of pages)
    for (const [at, row] of rows.entries()) {
      // Cells cost much, and others wait for this process, too.
      if (at % AT_ONCE === 0) await setImmediate();
      yield sheetCells(row, words, words.columns).map(toXlsxCell);
    }
}

/** Text cells are typed as text, so none of them can be a formula. */
function toXlsxCell(cell: SheetCell): string | number | Date | null {
  if (cell === null) return null;
  // A spreadsheet's times have no zone: it shows the bank's.
  if (cell.kind === "time") return new Date(`${localTime(cell.at).replace(" ", "T")}Z`);
  if (cell.kind === "text") return withoutControls(cell.text);
  const digits = cell.decimal.replace(/\D/g, "").replace(/^0+/, "").length;
  return digits > MOST_DIGITS ? cell.decimal : Number(cell.decimal);
}

/** XML has no way to write these. */
function withoutControls(text: string): string {
  return text.toWellFormed().replaceAll(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, "");
}

async function* readStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
