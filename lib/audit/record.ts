import type { KeyRing } from "@/lib/crypto/key-ring";
import { type SealedPlace, seal } from "@/lib/crypto/seal";
import { keyedDigest } from "@/lib/crypto/secrets";
import type { Db } from "@/lib/db/client";
import { AUDIT_LOCK } from "@/lib/db/locks";
import type { Scope } from "@/lib/db/scope";

/** What was done, and to what. Details are sealed: they may name people. */
export interface AuditRecord {
  readonly action: string;
  readonly outcome: "done" | "denied" | "failed";
  readonly siteId?: string;
  readonly targetType?: string;
  readonly targetId?: string;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

/** The keys the audit trail is written with. */
export interface AuditKeys {
  readonly ring: KeyRing;
  readonly auditKey: string;
}

const NO_SITE = "00000000-0000-0000-0000-000000000000";

/**
 * Records who did what, in the same transaction as the action, chained to the entry before it. A row changed or
 * removed later no longer fits the chain.
 */
export async function recordAudit(scope: Scope, tx: Db, keys: AuditKeys, record: AuditRecord): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${AUDIT_LOCK})`;
  const last = await tx.auditEntry.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, mac: true } });
  const seq = (last?.seq ?? 0n) + 1n;
  const at = new Date();
  const details = record.details === undefined ? null : Buffer.from(JSON.stringify(record.details), "utf8");
  const place = detailsPlace(seq, record.siteId ?? null);
  const row = {
    seq,
    at,
    siteId: record.siteId ?? null,
    actorId: scope.actor.id,
    actorName: scope.actor.name,
    action: record.action,
    targetType: record.targetType ?? null,
    targetId: record.targetId ?? null,
    outcome: record.outcome,
    detailsSealed: details === null ? null : seal(keys.ring, place, details),
  };
  await tx.auditEntry.create({ data: { ...row, mac: chainMac(keys.auditKey, last?.mac, row) } });
}

/** The placement of the seal of an entry's details. */
export function detailsPlace(seq: bigint, siteId: string | null): SealedPlace {
  return { table: "audit_entries", row: seq.toString(), site: siteId ?? NO_SITE };
}

interface ChainedRow {
  seq: bigint;
  at: Date;
  siteId: string | null;
  actorId: string | null;
  actorName: string;
  action: string;
  targetType: string | null;
  targetId: string | null;
  outcome: string;
  detailsSealed: Uint8Array | null;
}

/** The link of the chain: covers every column of the row and the link before it. */
export function chainMac(
  auditKey: string,
  previous: Uint8Array | undefined,
  row: ChainedRow,
): Buffer<ArrayBuffer> {
  const columns = [
    row.seq.toString(),
    row.at.toISOString(),
    row.siteId,
    row.actorId,
    row.actorName,
    row.action,
    row.targetType,
    row.targetId,
    row.outcome,
  ];
  const sealed = row.detailsSealed ?? new Uint8Array();
  return keyedDigest(Buffer.from(auditKey), previous ?? new Uint8Array(), JSON.stringify(columns), sealed);
}
