import { UnknownKeyError } from "@/lib/crypto/key-ring";
import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { type ChainPlace, chainMac, isGenuine, isSame } from "./chain";
import { type Anchor, type ChainReading, readAnchor, readChain, type StoredEntry } from "./chain-store";
import { isUnchanged } from "./details";
import type { AuditKeys } from "./record";

const BATCH = 1_000;

/**
 * Checks the newest entries: each must match the one before it and its own details, and none may be missing at the
 * end.
 *
 * @returns the number of the first entry that does not match or is missing, or null
 */
export async function findBrokenEntry(
  scope: SystemScope,
  db: Db,
  keys: AuditKeys,
  most: number,
): Promise<bigint | null> {
  const reading = await readChain(scope, db, { newest: most + 1 });
  // If there are more, the first one read is only what the second follows.
  const cut = reading.entries.length > most;
  const [first, ...rest] = reading.entries;
  const broken = cut
    ? findMisfit(keys, rest, first ?? null)
    : findMisfit(keys, reading.entries, startOf(keys, reading.oldest));
  return broken ?? findMissingEnd(keys, reading);
}

/** Checks all entries up to one, from the start of the chain. @returns as `findBrokenEntry` */
export async function findBrokenUpTo(
  scope: SystemScope,
  db: Db,
  keys: AuditKeys,
  last: bigint,
): Promise<bigint | null> {
  for (
    let previous: ChainPlace | null | undefined;
    previous === undefined || (previous?.seq ?? 0n) < last;
  ) {
    const { oldest, entries } = await readChain(scope, db, { after: previous?.seq ?? 0n, limit: BATCH });
    const broken = findMisfit(keys, entries, previous ?? startOf(keys, oldest));
    if (broken !== null) return broken;
    const end = entries.at(-1);
    if (end === undefined) return (previous?.seq ?? 0n) + 1n;
    previous = end;
  }
  return null;
}

/** The last entry that was removed by `removeOldestEntries`; null if none was. */
export async function oldestKept(scope: SystemScope, db: Db, keys: AuditKeys): Promise<ChainPlace | null> {
  return startOf(keys, await readAnchor(scope, db, "oldest"));
}

/** What the oldest entry must follow: our anchor. Without one, it must be the first entry ever. */
function startOf({ auditKey }: AuditKeys, oldest: Anchor | null): ChainPlace | null {
  return oldest !== null && isGenuine(auditKey, "oldest", oldest) ? oldest : null;
}

function findMisfit(
  keys: AuditKeys,
  entries: readonly StoredEntry[],
  start: ChainPlace | null,
): bigint | null {
  let previous = start;
  for (const entry of entries) {
    const expected = (previous?.seq ?? 0n) + 1n;
    if (entry.seq !== expected) return expected;
    if (!isSame(chainMac(keys.auditKey, previous?.mac, entry), entry.mac)) return entry.seq;
    if (!fitsDetails(keys, entry)) return entry.seq;
    previous = entry;
  }
  return null;
}

function fitsDetails(keys: AuditKeys, entry: StoredEntry): boolean {
  const { detailsDigest, subjectId, sealed, keySealed, erased } = entry;
  if (detailsDigest === null) return sealed === null;
  if (erased) return true;
  if (subjectId === null || sealed === null || keySealed === null) return false;
  try {
    return isUnchanged(keys, { id: subjectId, keySealed }, { seq: entry.seq, detailsDigest }, sealed);
  } catch (error) {
    // Without the key, only the digest in the entry can be checked.
    if (error instanceof UnknownKeyError) return true;
    throw error;
  }
}

/** The newest entry must be the one the anchor names. */
function findMissingEnd({ auditKey }: AuditKeys, { newest, entries }: ChainReading): bigint | null {
  const last = entries.at(-1);
  if (newest === null) return last?.seq ?? null;
  if (!isGenuine(auditKey, "newest", newest)) return newest.seq;
  if (last === undefined || last.seq < newest.seq) return (last?.seq ?? newest.seq - 1n) + 1n;
  return last.seq === newest.seq && isSame(last.mac, newest.mac) ? null : last.seq;
}
