import type { KeyRing } from "@/lib/crypto/key-ring";
import type { SystemScope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { AUDIT_LOCK } from "@/lib/db/locks";
import type { AnchorName, ChainedEntry, ChainPlace } from "./chain";
import { makeSubjectKey } from "./details";

/** An end of the chain, with its proof. */
export type Anchor = ChainPlace & { readonly proof: Uint8Array };

/** An entry with what is needed to check it. */
export type StoredEntry = ChainedEntry &
  ChainPlace & {
    /** The sealed details; null if there are none. */
    readonly sealed: Uint8Array | null;
    /** The sealed key of their subject; null if it was destroyed. */
    readonly keySealed: Uint8Array | null;
    /** Its subject was erased later, and an entry of the chain says so. */
    readonly erased: boolean;
  };

/** The chain, read at one moment. */
export interface ChainReading {
  readonly newest: Anchor | null;
  readonly oldest: Anchor | null;
  /** In order. */
  readonly entries: readonly StoredEntry[];
}

/** The action of the entry that records an erasure; its target is the subject. */
export const SUBJECT_ERASED = "audit.subject_erased";

/** One writer of the chain at a time. */
export async function lockChain(_: SystemScope, tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${AUDIT_LOCK})`;
}

/** Reads an end of the chain; null if it was never set. */
export async function readAnchor(_: SystemScope, tx: Db, name: AnchorName): Promise<Anchor | null> {
  return tx.auditAnchor.findFirst({ where: { name }, select: { seq: true, mac: true, proof: true } });
}

/** Sets an end of the chain. */
export async function writeAnchor(
  _: SystemScope,
  tx: Db,
  name: AnchorName,
  { seq, mac, proof }: { seq: bigint; mac: Buffer<ArrayBuffer>; proof: Buffer<ArrayBuffer> },
): Promise<void> {
  const data = { seq, mac, proof };
  await tx.auditAnchor.upsert({ where: { name }, create: { name, ...data }, update: data });
}

/** The newest stored entry, whatever the anchor says. */
export async function readLastEntry(_: SystemScope, tx: Db): Promise<ChainPlace | null> {
  return tx.auditEntry.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, mac: true } });
}

/** One entry's place; null if it is not there. */
export async function readEntry(_: SystemScope, db: Db, seq: bigint): Promise<ChainPlace | null> {
  return db.auditEntry.findFirst({ where: { seq }, select: { seq: true, mac: true } });
}

/** Adds an entry and its sealed details. */
export async function appendEntry(
  _: SystemScope,
  tx: Db,
  entry: Prisma.AuditEntryUncheckedCreateInput & { readonly seq: bigint },
  sealed: Buffer<ArrayBuffer> | null,
): Promise<void> {
  await tx.auditEntry.create({ data: entry });
  if (sealed === null) return;
  // Somebody may have removed an entry and left its details.
  const { seq } = entry;
  await tx.auditDetails.upsert({ where: { seq }, create: { seq, sealed }, update: { sealed } });
}

/** The key of a subject's details, created if there is none. Call it with the chain locked. */
export async function ensureSubject(_: SystemScope, tx: Db, ring: KeyRing, id: string) {
  const found = await tx.auditSubject.findFirst({ where: { id }, select: { keySealed: true } });
  if (found?.keySealed != null) return { id, keySealed: found.keySealed };
  const keySealed = makeSubjectKey(ring, id);
  await tx.auditSubject.upsert({ where: { id }, create: { id, keySealed }, update: { keySealed } });
  return { id, keySealed };
}

/** Destroys the key of all details about a subject up to now. */
export async function destroySubjectKey(
  _: SystemScope,
  tx: Db,
  id: string,
  erasedSeq: bigint,
): Promise<void> {
  const data = { keySealed: null, erasedSeq };
  await tx.auditSubject.upsert({ where: { id }, create: { id, ...data }, update: data });
}

const COLUMNS =
  Prisma.raw(`e.seq, e.at, e.site_id AS "siteId", e.actor_id AS "actorId", e.actor_name AS "actorName",
  e.action, e.target_type AS "targetType", e.target_id AS "targetId", e.outcome, e.subject_id AS "subjectId",
  e.details_digest AS "detailsDigest", e.mac, d.sealed, s.key_sealed AS "keySealed",
  (s.erased_seq >= e.seq AND EXISTS (SELECT 1 FROM audit_entries x WHERE x.seq = s.erased_seq
    AND x.action = '${SUBJECT_ERASED}' AND x.target_id = s.id::text)) IS TRUE AS erased`);

/** Reads entries and both ends in one statement, so that they belong to one moment. */
export async function readChain(
  _: SystemScope,
  db: Db,
  which: { readonly newest: number } | { readonly after: bigint; readonly limit: number },
): Promise<ChainReading> {
  const chosen =
    "newest" in which
      ? Prisma.sql`SELECT * FROM audit_entries ORDER BY seq DESC LIMIT ${which.newest}`
      : Prisma.sql`SELECT * FROM audit_entries WHERE seq > ${which.after} ORDER BY seq LIMIT ${which.limit}`;
  type Row = { entry: bigint | null } & StoredEntry &
    Record<"newest" | "oldest", bigint | null> &
    Record<"newestMac" | "newestProof" | "oldestMac" | "oldestProof", Uint8Array | null>;
  const rows = await db.$queryRaw<Row[]>`
    SELECT n.seq AS newest, n.mac AS "newestMac", n.proof AS "newestProof", o.seq AS oldest, o.mac AS "oldestMac",
      o.proof AS "oldestProof", e.seq AS entry, ${COLUMNS}
    FROM (SELECT 1) AS one LEFT JOIN audit_anchors n ON n.name = 'newest' LEFT JOIN audit_anchors o ON o.name = 'oldest'
      LEFT JOIN (${chosen}) e ON TRUE LEFT JOIN audit_details d ON d.seq = e.seq
      LEFT JOIN audit_subjects s ON s.id = e.subject_id
    ORDER BY e.seq`;
  const [first] = rows;
  const toAnchor = (seq: bigint | null | undefined, mac?: Uint8Array | null, proof?: Uint8Array | null) =>
    seq == null || mac == null || proof == null ? null : { seq, mac, proof };
  return {
    newest: toAnchor(first?.newest, first?.newestMac, first?.newestProof),
    oldest: toAnchor(first?.oldest, first?.oldestMac, first?.oldestProof),
    entries: rows.filter(({ entry }) => entry !== null),
  };
}

/** Entries that are removed in one transaction, for which whatever is recorded waits. */
const MOST_REMOVED = 5_000;

/**
 * The last entry of the longest prefix that is older than an instant, no newer than the entry `upTo` (null is no such
 * bound), and soon removed. The newest entry is never part of it.
 */
export async function findCut(
  _: SystemScope,
  tx: Db,
  before: Date,
  upTo: bigint | null,
): Promise<ChainPlace | null> {
  const [row] = await tx.$queryRaw<{ seq: bigint; mac: Uint8Array }[]>`
    SELECT seq, mac FROM audit_entries WHERE seq < (
      SELECT LEAST(COALESCE(min(seq) FILTER (WHERE at >= ${before}), max(seq)), min(seq) + ${MOST_REMOVED})
      FROM audit_entries
    ) AND seq <= COALESCE(${upTo}::bigint, seq) ORDER BY seq DESC LIMIT 1`;
  return row ?? null;
}

/** Deletes the oldest entries and their details. @returns how many entries */
export async function deleteUpTo(_: SystemScope, tx: Db, seq: bigint): Promise<number> {
  // What the table's trigger lets through, in this transaction alone.
  await tx.$executeRaw`SELECT set_config('anytime.audit_removal', 'oldest', true)`;
  await tx.auditDetails.deleteMany({ where: { seq: { lte: seq } } });
  const { count } = await tx.auditEntry.deleteMany({ where: { seq: { lte: seq } } });
  return count;
}
