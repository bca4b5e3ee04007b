import { z } from "zod";
import { addDays, bankDayStart } from "@/lib/anytime/values/bank-day";
import { type KeyRing, UnknownKeyError } from "@/lib/crypto/key-ring";
import { SealBrokenError } from "@/lib/crypto/seal";
import { may } from "@/lib/db/access/permissions";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { Cursor, Page } from "@/lib/db/cursors/cursor";
import { toPage } from "@/lib/db/cursors/list-cursor";
import { AUDIT_AREAS } from "./actions";
import { type AuditFilters, auditListKey } from "./audit-filters";
import { openDetails } from "./details";

/** What an entry says beside who did what to whom. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null>>;

/** An entry as the list shows it. */
export interface AuditRow {
  readonly seq: bigint;
  readonly at: Date;
  readonly siteId: string | null;
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: string;
  readonly targetType: string | null;
  readonly targetId: string | null;
  readonly outcome: string;
  /** How many actions the entry stands for. */
  readonly times: number;
  /** Null where there are none, they were erased, or the role may not see them. */
  readonly details: AuditDetails | null;
}

const detailsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const countSchema = z.number().int().positive();
const idSchema = z.uuid();
const MERGED = "staff.sign_in";

// Entries have a number instead of a UUID; the cursor carries it in the shape of one.
const seqAsId = (seq: bigint) => `00000000-0000-0000-0000-${seq.toString(16).padStart(12, "0")}`;
const idAsSeq = (id: string) => BigInt(`0x${id.slice(-12)}`);

/** One page of the audit trail, newest first. */
export async function listAuditEntries(
  scope: Scope,
  db: Db,
  ring: KeyRing,
  page: { filters?: AuditFilters; after: Cursor | null; limit: number },
): Promise<Page<AuditRow>> {
  const { filters = {}, after, limit } = page;
  const mayDetails = may(scope, "audit:details");
  const wanted = [
    after === null ? Prisma.sql`TRUE` : Prisma.sql`e.seq < ${idAsSeq(after.id)}`,
    scope.beyondSites
      ? Prisma.sql`(e.site_id IS NULL OR ${inScope(scope, "e.site_id")})`
      : inScope(scope, "e.site_id"),
    ...conditionsOf(filters),
  ];
  const rows = await db.$queryRaw<(Omit<AuditRow, "times" | "details"> & Sealed)[]>`
    SELECT e.seq, e.at, e.site_id AS "siteId", e.actor_id AS "actorId", e.actor_name AS "actorName", e.action,
      e.target_type AS "targetType", e.target_id AS "targetId", e.outcome, e.subject_id AS "subjectId", d.sealed,
      s.key_sealed AS "keySealed"
    FROM audit_entries e
      LEFT JOIN audit_details d ON d.seq = e.seq AND (${mayDetails} OR e.action = ${MERGED})
      LEFT JOIN audit_subjects s ON s.id = e.subject_id
    WHERE ${Prisma.join(wanted, " AND ")} ORDER BY e.seq DESC LIMIT ${limit + 1}`;
  const shown = rows.map(({ subjectId, sealed, keySealed, ...row }) => {
    const details = readDetails(ring, row.seq, { subjectId, sealed, keySealed });
    const times = row.action === MERGED ? (countSchema.safeParse(details?.count).data ?? 1) : 1;
    return { ...row, times, details: mayDetails ? details : null };
  });
  return toPage(auditListKey(filters), shown, limit, ({ at, seq }) => ({ at, id: seqAsId(seq) }));
}

function conditionsOf({ actor, area, outcome, about, from, to }: AuditFilters): Prisma.Sql[] {
  const [type = "", id = ""] = about?.split(":") ?? [];
  const actions = area === undefined ? [] : [...AUDIT_AREAS[area]];
  return [
    ...(actor === undefined ? [] : [ofActor(actor)]),
    ...(area === undefined ? [] : [Prisma.sql`e.action = ANY(${actions})`]),
    ...(outcome === undefined ? [] : [Prisma.sql`e.outcome = ${outcome}`]),
    ...(about === undefined ? [] : [Prisma.sql`e.target_type = ${type} AND e.target_id = ${id}`]),
    ...(from === undefined ? [] : [since(bankDayStart(from))]),
    ...(to === undefined ? [] : [until(bankDayStart(addDays(to, 1)))]),
  ];
}

/**
 * Entries are read in the order of their numbers, so a time is also said as a number: without it, whoever asks for a day
 * of last year waits until all later entries were read. Clocks of replicas may differ by less than the hour.
 */
function since(at: Date): Prisma.Sql {
  return Prisma.sql`e.at >= ${at} AND e.seq >= COALESCE((SELECT b.seq FROM audit_entries b
    WHERE b.at >= ${at}::timestamptz - interval '1 hour' ORDER BY b.at LIMIT 1), 0)`;
}

function until(at: Date): Prisma.Sql {
  return Prisma.sql`e.at < ${at} AND e.seq <= COALESCE((SELECT b.seq FROM audit_entries b
    WHERE b.at < ${at}::timestamptz + interval '1 hour' ORDER BY b.at DESC LIMIT 1), 0)`;
}

function ofActor(actor: string): Prisma.Sql {
  return idSchema.safeParse(actor).success
    ? Prisma.sql`e.actor_id = ${actor}::uuid`
    : Prisma.sql`e.actor_id IS NULL AND e.actor_name = ${actor}`;
}

/** What details are read from; null where there is nothing to read. */
interface Sealed {
  readonly subjectId: string | null;
  readonly sealed: Uint8Array | null;
  readonly keySealed: Uint8Array | null;
}

function readDetails(
  ring: KeyRing,
  seq: bigint,
  { subjectId, sealed, keySealed }: Sealed,
): AuditDetails | null {
  if (subjectId === null || sealed === null || keySealed === null) return null;
  try {
    const { plain } = openDetails(ring, { id: subjectId, keySealed }, seq, sealed);
    return detailsSchema.safeParse(JSON.parse(plain.toString("utf8"))).data ?? null;
  } catch (error) {
    // Sealed with a key that is no longer here, or changed since: the chain reports the latter, the row stays listed.
    if (error instanceof UnknownKeyError || error instanceof SealBrokenError) return null;
    throw error;
  }
}
