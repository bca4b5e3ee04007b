import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { SEALED_TABLES } from "./reseal";
import { countByKey, estimateRows, type SealedTable } from "./reseal-store";

/** What a key still opens in one table. */
export interface KeyUse {
  readonly kid: string;
  readonly table: SealedTable;
  readonly count: number;
  /** How many of them were sealed before keys were derived by table and month. */
  readonly first: number;
}

const BATCH = 20_000;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Counts what each key opens, table by table.
 *
 * @param tell hears how many rows of a table were looked at, of about how many
 * @param isStopped asked between two batches
 * @returns the uses in order of tables; null if it was stopped
 */
export async function readKeyStatus(
  scope: SystemScope,
  db: Db,
  tell: (progress: { table: SealedTable; done: number; about: number }) => void,
  isStopped: () => boolean,
): Promise<readonly KeyUse[] | null> {
  const uses: KeyUse[] = [];
  for (const table of SEALED_TABLES) {
    const about = await estimateRows(scope, db, table);
    const found = new Map<string, KeyUse>();
    let done = 0;
    for (let after: string | null = FIRST_ID; after !== null; ) {
      if (isStopped()) return null;
      const page: Awaited<ReturnType<typeof countByKey>> = await countByKey(scope, db, table, {
        after,
        limit: BATCH,
      });
      for (const { kid, count, first } of page.counts) {
        const before = found.get(kid);
        found.set(kid, {
          kid,
          table,
          count: count + (before?.count ?? 0),
          first: first + (before?.first ?? 0),
        });
      }
      done += page.rows;
      after = page.rows < BATCH ? null : page.last;
      tell({ table, done, about: Math.max(about, done) });
    }
    uses.push(...found.values());
  }
  return uses;
}
