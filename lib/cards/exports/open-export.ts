import { z } from "zod";
import { bankDayStart } from "@/lib/anytime/values/bank-day";
import { daysOf, readTransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { readOldest } from "@/lib/cards/listing/list-store";
import { narrowToSites, type Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { ExportedRow } from "./exported-row";
import { beginExport, findExport, noteProgress } from "./exports-store";
import { EXPORT_FORMATS, type ExportFormat } from "./formats";
import { listOfxAccounts, readStatement } from "./ofx-store";
import { type Read, readAll, type Wanted } from "./read-all-store";
import { sheetColumnsOf } from "./screen-columns";
import type { SheetColumn, SheetWords } from "./sheet-columns";
import { writeOfxFile } from "./write-ofx";
import { writeCsvFile, writeXlsxFile } from "./write-sheets";

/** A file that is being written. */
export interface OpenExport {
  readonly format: ExportFormat;
  readonly createdAt: Date;
  readonly bytes: AsyncIterable<Uint8Array>;
}

interface Deps {
  readonly db: Db;
  /** Where payments are read from. */
  readonly read: Read;
  readonly words: SheetWords & { readonly sheet: string };
}

/** What a file is, and which columns it has. */
interface File {
  readonly format: ExportFormat;
  readonly columns: readonly SheetColumn[];
}

const formatSchema = z.enum(EXPORT_FORMATS);
const filtersSchema = z.record(z.string(), z.string());
const PROGRESS_MS = 500;

/** Begins a file that was ordered. @returns null if there is none, or it was begun before */
export async function openExport(scope: Scope, deps: Deps, id: string): Promise<OpenExport | null> {
  const order = await findExport(scope, deps.db, id);
  if (order === null || !(await beginExport(scope, deps.db, id))) return null;
  const format = formatSchema.parse(order.format);
  const { filters } = readTransactionFilters(filtersSchema.parse(order.filters));
  const wanted = { filters, untilId: order.untilId, now: order.createdAt };
  const file = { format, columns: sheetColumnsOf(order.columns) };
  // What was ordered of one site stays of that one, whatever the address of the file says.
  const ordered = narrowToSites(scope, order.siteIds);
  return { format, createdAt: order.createdAt, bytes: watched(ordered, deps, id, file, wanted) };
}

/** The bytes of a file; how far it is, and how it ends, is stored meanwhile. */
async function* watched(
  scope: Scope,
  deps: Deps,
  id: string,
  file: File,
  wanted: Wanted,
): AsyncGenerator<Uint8Array> {
  const progress = { done: 0, saidAt: performance.now() };
  const note = (state: "running" | "done" | "stopped") =>
    noteProgress(scope, deps.db, id, { done: progress.done, state });
  async function* counted(pages: AsyncIterable<readonly ExportedRow[]>) {
    for await (const rows of pages) {
      yield rows;
      progress.done += rows.length;
      if (performance.now() - progress.saidAt < PROGRESS_MS) continue;
      progress.saidAt = performance.now();
      await note("running");
    }
  }
  let ended = false;
  try {
    yield* await bytesOf(scope, deps, file, wanted, counted);
    ended = true;
  } finally {
    // Whoever leaves ends it here, and so does a fault.
    await note(ended ? "done" : "stopped");
  }
}

async function bytesOf(
  scope: Scope,
  { read, words }: Deps,
  { format, columns }: File,
  wanted: Wanted,
  counted: (pages: AsyncIterable<readonly ExportedRow[]>) => AsyncIterable<readonly ExportedRow[]>,
): Promise<AsyncIterable<Uint8Array>> {
  if (format !== "ofx") {
    const pages = counted(readAll(scope, read, wanted));
    if (format === "xlsx") return writeXlsxFile(pages, { ...words, columns }, words.sheet);
    return writeCsvFile(pages, { ...words, columns }, format === "csv" ? "," : ";");
  }
  const accounts = await read((db) => listOfxAccounts(scope, db, wanted.filters));
  if (accounts === "many") throw new Error("a file of too many accounts was ordered");
  const { from } = daysOf(wanted.filters, wanted.now);
  const oldest = from === null ? await read((db) => readOldest(scope, db, [])) : bankDayStart(from);
  return writeOfxFile(
    accounts.map((account) => ({ account, pages: counted(readStatement(scope, read, wanted, account)) })),
    { now: wanted.now, from: oldest ?? wanted.now, locale: words.locale },
  );
}
