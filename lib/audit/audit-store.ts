import { z } from "zod";
import { type KeyRing, UnknownKeyError } from "@/lib/crypto/key-ring";
import { SealBrokenError } from "@/lib/crypto/seal";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { Cursor, Page } from "@/lib/db/cursor";
import { listKey, toPage } from "@/lib/db/list-cursor";
import { openDetails } from "./details";

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

/** What cursors of the list are bound to. */
export const AUDIT_LIST = listKey("audit");

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
  const after = page.after === null ? Prisma.sql`TRUE` : Prisma.sql`e.seq < ${idAsSeq(page.after.id)}`;
  const mine = scope.beyondSites
    ? Prisma.sql`(e.site_id IS NULL OR ${inScope(scope, "e.site_id")})`
    : inScope(scope, "e.site_id");
  const rows = await db.$queryRaw<(Omit<AuditRow, "times"> & Counted)[]>`
    SELECT e.seq, e.at, e.actor_name AS "actorName", e.action, e.target_type AS "targetType", e.target_id AS "targetId",
      e.outcome, e.subject_id AS "subjectId", d.sealed, s.key_sealed AS "keySealed"
    FROM audit_entries e LEFT JOIN audit_details d ON d.seq = e.seq AND e.action = 'staff.sign_in'
      LEFT JOIN audit_subjects s ON s.id = e.subject_id
    WHERE ${after} AND ${mine} ORDER BY e.seq DESC LIMIT ${page.limit + 1}`;
  const shown = rows.map(({ subjectId, sealed, keySealed, ...row }) => ({
    ...row,
    times: readTimes(ring, row.seq, { subjectId, sealed, keySealed }),
  }));
  return toPage(AUDIT_LIST, shown, page.limit, ({ at, seq }) => ({ at, id: seqAsId(seq) }));
}

/** What the count of an entry is read from; null where there is nothing to read. */
interface Counted {
  readonly subjectId: string | null;
  readonly sealed: Uint8Array | null;
  readonly keySealed: Uint8Array | null;
}

function readTimes(ring: KeyRing, seq: bigint, { subjectId, sealed, keySealed }: Counted): number {
  if (subjectId === null || sealed === null || keySealed === null) return 1;
  try {
    const { plain } = openDetails(ring, { id: subjectId, keySealed }, seq, sealed);
    const details: unknown = JSON.parse(plain.toString("utf8"));
    return countSchema.safeParse(details).data?.count ?? 1;
  } catch (error) {
    // Sealed with a key that is no longer here, or changed since: the chain reports the latter, the row stays listed.
    if (error instanceof UnknownKeyError || error instanceof SealBrokenError) return 1;
    throw error;
  }
}
