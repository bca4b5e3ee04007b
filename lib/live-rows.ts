import { loadFetched } from "./bank-api/fetch/fetch-store";
import { loadTransactionRows } from "./cards/transactions/transactions-store";
import { type Scope, SYSTEM_SCOPE } from "./db/access/scope";
import type { Db } from "./db/connect/client";
import type { StoredLiveEvent } from "./live/store";

/**
 * Rows that open pages can show as they are, read once for all of them; of a job, how many payments it fetched.
 *
 * @returns by entity id; other kinds of changes have no row, pages reload those themselves
 */
export async function hydrate(
  scope: Scope,
  db: Db,
  changes: readonly StoredLiveEvent[],
): Promise<ReadonlyMap<string, unknown>> {
  const idsOf = (wanted: StoredLiveEvent["kind"]) => [
    ...new Set(changes.flatMap(({ kind, entityId }) => (kind === wanted ? entityId : []))),
  ];
  const [transactions, jobs] = [idsOf("transaction"), idsOf("job")];
  const rows = transactions.length === 0 ? [] : await loadTransactionRows(scope, db, transactions);
  return new Map<string, unknown>([
    ...rows.map((row) => [row.id, row] as const),
    ...(await loadFetched(SYSTEM_SCOPE, db, jobs)),
  ]);
}
