import type { SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { type ChainPlace, isSame } from "./chain";
import { readAnchor, readEntry, readLastEntry } from "./chain-store";
import type { AuditKeys } from "./record";
import { findBrokenEntry, findBrokenUpTo, oldestKept } from "./verify";

const HEAD = /^([1-9]\d{0,17})\.([0-9a-f]{64})$/;

/** The newest entry as text that can be kept elsewhere: its number and its mac. It reveals nothing of the entry. */
export function writeHead({ seq, mac }: ChainPlace): string {
  return `${seq}.${Buffer.from(mac).toString("hex")}`;
}

/** Reads what `writeHead` wrote; null if it is something else. */
export function readHead(text: string): ChainPlace | null {
  const [, seq, mac] = HEAD.exec(text.trim()) ?? [];
  return seq === undefined || mac === undefined ? null : { seq: BigInt(seq), mac: Buffer.from(mac, "hex") };
}

/** The head of the chain now; null while nothing was recorded. */
export async function currentHead(scope: SystemScope, db: Db): Promise<ChainPlace | null> {
  return readAnchor(scope, db, "newest");
}

/**
 * How the whole trail fits: `ok`; `broken` from an entry on; or it is whole and yet `another` one than that which a head
 * kept elsewhere was of, as whoever holds AUDIT_KEY could write one; `older`: that head is of an entry which was removed
 * since, so it can show nothing, and whoever holds the key could have removed it for that.
 */
export type WholeTrail =
  | { readonly fits: "ok"; readonly head: ChainPlace | null }
  | { readonly fits: "older"; readonly seq: bigint; readonly oldest: bigint }
  | { readonly fits: "broken"; readonly seq: bigint }
  | { readonly fits: "another"; readonly seq: bigint };

/**
 * Checks the whole trail.
 *
 * @param kept a head that was kept outside the database, if there is one
 */
export async function verifyTrail(
  scope: SystemScope,
  db: Db,
  keys: AuditKeys,
  kept: ChainPlace | null,
): Promise<WholeTrail> {
  const head = await currentHead(scope, db);
  if (head === null && (await readLastEntry(scope, db)) === null)
    return kept === null ? { fits: "ok", head } : { fits: "another", seq: kept.seq };
  const broken =
    (await findBrokenUpTo(scope, db, keys, head?.seq ?? 0n)) ?? (await findBrokenEntry(scope, db, keys, 1));
  if (broken !== null) return { fits: "broken", seq: broken };
  if (kept === null) return { fits: "ok", head };
  const oldest = await oldestKept(scope, db, keys);
  if (oldest !== null && kept.seq < oldest.seq) return { fits: "older", seq: kept.seq, oldest: oldest.seq };
  const found = oldest?.seq === kept.seq ? oldest : await readEntry(scope, db, kept.seq);
  if (found === null || !isSame(found.mac, kept.mac)) return { fits: "another", seq: kept.seq };
  return { fits: "ok", head };
}
