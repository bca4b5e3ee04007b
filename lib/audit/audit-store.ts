import { z } from "zod";
import { type KeyRing, UnknownKeyError } from "@/lib/crypto/key-ring";
import { open, SealBrokenError } from "@/lib/crypto/seal";
import { type Db, Prisma } from "@/lib/db/client";
import { type Cursor, type Page, toPage } from "@/lib/db/cursor";
import type { Scope } from "@/lib/db/scope";
import { chainMac, detailsPlace } from "./record";

/** An entry as the list shows it; its details stay sealed, except how often it happened. */
export interface AuditRow {
  readonly seq: bigint;
  readonly at: Date;
  readonly actorName: string;
  readonly action: string;
  readonly targetType: string | null;
  readonly targetId: string | null;
  readonly outcome: string;
  /** How many actions the entry stands for. */
  readonly times: number;
}

const countSchema = z.object({ count: z.number().int().positive() });

// Entries have a number instead of a UUID; the cursor carries it in the shape of one.
const seqAsId = (seq: bigint) => `00000000-0000-0000-0000-${seq.toString(16).padStart(12, "0")}`;
const idAsSeq = (id: string) => BigInt(`0x${id.slice(-12)}`);

/** One page of the audit trail, newest first. */
export async function listAuditEntries(
  scope: Scope,
  db: Db,
  ring: KeyRing,
  page: { after: Cursor | null; limit: number },
): Promise<Page<AuditRow>> {
  const after = page.after === null ? Prisma.sql`TRUE` : Prisma.sql`seq < ${idAsSeq(page.after.id)}`;
  const mine =
    scope.sites === "all" ? Prisma.sql`TRUE` : Prisma.sql`site_id = ANY(${[...scope.sites]}::uuid[])`;
  const rows = await db.$queryRaw<(Omit<AuditRow, "times"> & { counted: Uint8Array | null })[]>`
    SELECT seq, at, actor_name AS "actorName", action, target_type AS "targetType", target_id AS "targetId", outcome,
      CASE WHEN action = 'staff.sign_in' THEN details_sealed END AS counted
    FROM audit_entries WHERE ${after} AND ${mine} ORDER BY seq DESC LIMIT ${page.limit + 1}`;
  const shown = rows.map(({ counted, ...row }) => ({ ...row, times: readTimes(ring, row.seq, counted) }));
  return toPage(shown, page.limit, ({ at, seq }) => ({ at, id: seqAsId(seq) }));
}

function readTimes(ring: KeyRing, seq: bigint, sealed: Uint8Array | null): number {
  if (sealed === null) return 1;
  try {
    const details: unknown = JSON.parse(open(ring, detailsPlace(seq, null), sealed).toString("utf8"));
    return countSchema.safeParse(details).data?.count ?? 1;
  } catch (error) {
    // Sealed with a key that is no longer here, or changed since: the chain reports the latter, the row stays listed.
    if (error instanceof UnknownKeyError || error instanceof SealBrokenError) return 1;
    throw error;
  }
}

/**
 * Checks the newest links of the chain.
 *
 * @returns the number of the first entry that does not fit, or null if all do
 */
export async function findBrokenEntry(
  _scope: Scope,
  db: Db,
  auditKey: string,
  most: number,
): Promise<bigint | null> {
  const rows = await db.auditEntry.findMany({ orderBy: { seq: "desc" }, take: most + 1 });
  const ordered = rows.reverse();
  for (const [index, row] of ordered.entries()) {
    const previous = ordered[index - 1];
    if (previous === undefined && row.seq !== 1n) continue; // the oldest one read: its predecessor was not read
    if (previous !== undefined && row.seq !== previous.seq + 1n) return row.seq;
    const expected = chainMac(auditKey, previous?.mac, row);
    if (Buffer.compare(expected, row.mac) !== 0) return row.seq;
  }
  return null;
}
