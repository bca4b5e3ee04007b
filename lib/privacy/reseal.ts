import { type KeyRing, UnknownKeyError } from "@/lib/crypto/key-ring";
import { open, seal } from "@/lib/crypto/seal";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { countOlder, listOlder, replaceSealed, SEALED_COLUMNS, type SealedTable } from "./reseal-store";

export const SEALED_TABLES = Object.keys(SEALED_COLUMNS) as readonly SealedTable[];

/** The progress of a table. */
export interface ResealProgress {
  readonly table: SealedTable;
  readonly total: number;
  readonly done: number;
  /** Sealed with a key that is not in the ring: left unchanged. */
  readonly unknown: number;
}

const BATCH = 200;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Seals every stored secret of a table under the ring's first key. Safe while servers run, and can be stopped and
 * started again at any moment: a batch is one statement, and finished values are not found again.
 *
 * @param isStopped asked between two batches
 * @throws SealBrokenError if a stored value was changed
 */
export async function resealTable(
  scope: SystemScope,
  db: Db,
  ring: KeyRing,
  table: SealedTable,
  tell: (progress: ResealProgress) => void,
  isStopped: () => boolean,
): Promise<ResealProgress> {
  const kid = ring.keys[0]?.kid ?? "";
  const { place } = SEALED_COLUMNS[table];
  let progress = { table, total: await countOlder(scope, db, table, kid), done: 0, unknown: 0 };
  let after = FIRST_ID;
  while (!isStopped()) {
    const rows = await listOlder(scope, db, table, { kid, after, limit: BATCH });
    if (rows.length === 0) break;
    after = rows.at(-1)?.id ?? after;
    const fresh = rows.flatMap(({ id, boundTo, siteId, sealed }) => {
      const plain = openKnown(ring, { table: place, row: boundTo, site: siteId }, sealed);
      if (plain === null) return [];
      return [{ id, before: sealed, after: seal(ring, { table: place, row: boundTo, site: siteId }, plain) }];
    });
    const done = await replaceSealed(scope, db, table, fresh);
    progress = {
      ...progress,
      done: progress.done + done,
      unknown: progress.unknown + rows.length - fresh.length,
    };
    tell(progress);
  }
  return progress;
}

function openKnown(ring: KeyRing, place: Parameters<typeof open>[1], sealed: Uint8Array): Buffer | null {
  try {
    return open(ring, place, sealed);
  } catch (error) {
    if (error instanceof UnknownKeyError) return null;
    throw error;
  }
}
