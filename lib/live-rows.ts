import { loadTransactionRows } from "./cards/transactions/transactions-store";
import type { Scope } from "./db/access/scope";
import type { Db } from "./db/connect/client";
import type { StoredLiveEvent } from "./live/store";

/**
 * Rows that open pages can show as they are, read once for all of them.
 *
 * @returns by entity id; other kinds of changes have no row, pages reload those themselves
 */
export async function hydrate(
  scope: Scope,
  db: Db,
  changes: readonly StoredLiveEvent[],
): Promise<ReadonlyMap<string, unknown>> {
  const ids = [
    ...new Set(changes.filter(({ kind }) => kind === "transaction").map(({ entityId }) => entityId)),
  ];
  if (ids.length === 0) return new Map();
  const rows = await loadTransactionRows(scope, db, ids);
  return new Map(rows.map((row) => [row.id, row]));
}
