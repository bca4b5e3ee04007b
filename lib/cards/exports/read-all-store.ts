import type { TransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { planList } from "@/lib/cards/listing/list-plan-store";
import { readPlanned } from "@/lib/cards/listing/list-store";
import { TRANSACTION_COLUMNS } from "@/lib/cards/transactions/transaction-sql";
import type { Scope } from "@/lib/db/access/scope";
import { selectList } from "@/lib/db/column-lists";
import { CARD_TRANSACTIONS } from "@/lib/db/columns";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { BEGINNING, type ListPlace, placeBefore } from "@/lib/db/cursors/list-cursor";
import { type ExportedRow, MORE, type StoredExportedRow, toExportedRow } from "./exported-row";

/** For `transactionFrom`. */
export const EXPORTED_COLUMNS = Prisma.raw(
  `${TRANSACTION_COLUMNS}, ${selectList(CARD_TRANSACTIONS, "t", MORE)}`,
);

/** Reads by work that is given a connection; each page may have another. */
export type Read = <Result>(work: (db: Db) => Promise<Result>) => Promise<Result>;

/** What is read: the payments of a filter that were known when somebody ordered them. */
export interface Wanted {
  readonly filters: TransactionFilters;
  readonly untilId: string;
  /** What the periods of the filter are meant from. */
  readonly now: Date;
}

const PAGE = 2_000;

/** All payments of a filter, newest first, page by page: each is a statement of its own, so no transaction is long. */
export async function* readAll(
  scope: Scope,
  read: Read,
  { filters, untilId, now }: Wanted,
): AsyncGenerator<readonly ExportedRow[]> {
  const plan = await read((db) => planList(scope, db, filters, now));
  const known = Prisma.sql`t.id <= ${untilId}::uuid`;
  // Nearly all payments were known, so this is checked row by row, whichever index has the others.
  const bounded = {
    ...plan,
    newest: (where: Prisma.Sql, limit: number | null) =>
      plan.newest(Prisma.sql`${known} AND ${where}`, limit),
  };
  let place: ListPlace = BEGINNING;
  for (;;) {
    const { after } = place;
    const page = await read((db) =>
      readPlanned<StoredExportedRow>(scope, db, bounded, { after, limit: PAGE }, EXPORTED_COLUMNS),
    );
    if (page.rows.length > 0) yield page.rows.map(toExportedRow);
    if (page.next !== null) place = { after: page.next, floor: null };
    else if (page.searchedTo !== null) place = placeBefore(page.searchedTo);
    else return;
  }
}
