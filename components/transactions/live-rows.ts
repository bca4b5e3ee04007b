import type { TransactionRow } from "@/lib/cards/transactions/transaction-row";

/** Newest bank date first, as the server sorts. */
function compareRows(left: TransactionRow, right: TransactionRow): number {
  if (left.bankDate !== right.bankDate) return left.bankDate < right.bankDate ? 1 : -1;
  return left.id < right.id ? 1 : -1;
}

/**
 * Inserts new rows into those of a page. A known transaction is replaced in place; a new one goes to its position, or
 * to the top if its bank date is below the page: readers must see it arrive.
 *
 * @param limit most rows to keep
 */
export function mergeRows(
  rows: readonly TransactionRow[],
  arrivals: readonly TransactionRow[],
  limit: number,
): TransactionRow[] {
  const latest = new Map(arrivals.map((row) => [row.id, row]));
  const kept = rows.map((row) => latest.get(row.id) ?? row);
  const known = new Set(rows.map((row) => row.id));
  const fresh = [...latest.values()].filter((row) => !known.has(row.id));
  const last = rows.length < limit ? undefined : rows.at(-1);
  const below = fresh.filter((row) => last !== undefined && compareRows(row, last) > 0);
  const within = fresh.filter((row) => !below.includes(row));
  return [...below, ...mergeSorted(kept, within.toSorted(compareRows))].slice(0, limit);
}

/** Inserts sorted rows before the first older row, without moving the others. */
function mergeSorted(rows: readonly TransactionRow[], sorted: readonly TransactionRow[]): TransactionRow[] {
  const out = [...rows];
  for (const row of sorted) {
    const at = out.findIndex((other) => compareRows(row, other) < 0);
    out.splice(at === -1 ? out.length : at, 0, row);
  }
  return out;
}
