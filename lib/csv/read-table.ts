import { type CsvRow, readCsv } from "./read-csv";

/** A row of a table: what stands under each of its columns, "" for nothing. */
export interface TableRow<Column extends string> {
  readonly line: number;
  readonly values: Readonly<Record<Column, string>>;
}

export type Table<Column extends string> =
  | { readonly ok: true; readonly rows: readonly TableRow<Column>[]; readonly columns: ReadonlySet<Column> }
  | { readonly ok: false; readonly problem: "not_csv" | "empty" | "too_many" }
  | { readonly ok: false; readonly problem: "no_column"; readonly column: Column };

/** What is wrong with a file as a whole. */
export type WrongFile = Exclude<Table<string>, { readonly ok: true }>;

/** A file line by line: what can be imported, and the lines that cannot, with the reason. */
export type LinesFile<Line, Problem> =
  | {
      readonly ok: true;
      readonly lines: readonly Line[];
      readonly refused: readonly { readonly line: number; readonly problem: Problem }[];
    }
  | WrongFile;

/** What a table must look like. */
interface Wanted<Column extends string> {
  /** What heads each column, in the languages that people write. */
  readonly names: Readonly<Record<Column, readonly string[]>>;
  readonly needed: readonly Column[];
  readonly most: number;
}

/** Reads a CSV file by the names in its first line, whatever their order and case; other columns are left out. */
export function readTable<Column extends string>(text: string, wanted: Wanted<Column>): Table<Column> {
  const rows = readCsv(text);
  if (rows === null) return { ok: false, problem: "not_csv" };
  const [head, ...body] = rows;
  if (head === undefined || body.length === 0) return { ok: false, problem: "empty" };
  if (body.length > wanted.most) return { ok: false, problem: "too_many" };
  const places = placesOf(head, wanted.names);
  const missing = wanted.needed.find((column) => !places.has(column));
  if (missing !== undefined) return { ok: false, problem: "no_column", column: missing };
  const columns = Object.keys(wanted.names) as Column[];
  const valuesOf = ({ cells }: CsvRow) =>
    Object.fromEntries(columns.map((column) => [column, cells[places.get(column) ?? -1] ?? ""])) as Record<
      Column,
      string
    >;
  return {
    ok: true,
    rows: body.map((row) => ({ line: row.line, values: valuesOf(row) })),
    columns: new Set(places.keys()),
  };
}

function placesOf<Column extends string>(
  { cells }: CsvRow,
  names: Wanted<Column>["names"],
): ReadonlyMap<Column, number> {
  const heads = cells.map(plain);
  const places = new Map<Column, number>();
  for (const [column, known] of Object.entries(names) as [Column, readonly string[]][]) {
    const wanted = new Set(known.map(plain));
    const place = heads.findIndex((head) => wanted.has(head));
    if (place !== -1) places.set(column, place);
  }
  return places;
}

/** A heading without what people write differently: case, accents, hyphens, spaces, underscores. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}
