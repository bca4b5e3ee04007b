import { z } from "zod";
import type { KeyRing } from "@/lib/crypto/key-ring";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { AuditOutcome } from "./actions";
import { chainMac, isGenuine, proveAnchor } from "./chain";
import { appendEntry, ensureSubject, lockChain, readAnchor, readLastEntry, writeAnchor } from "./chain-store";
import { NO_SITE, sealDetails } from "./details";

/** What was done, and to what. Details are sealed: they may name people. */
export interface AuditRecord {
  readonly action: string;
  readonly outcome: AuditOutcome;
  readonly siteId?: string;
  readonly targetType?: string;
  readonly targetId?: string;
  /** Who the details are about, if that is not the target. Erasing the subject erases the details. */
  readonly subjectId?: string | null;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

/** The keys the audit trail is written with. */
export interface AuditKeys {
  readonly ring: KeyRing;
  readonly auditKey: string;
}

/**
 * Records who did what, in the same transaction as the action, chained to the entry before it. A row changed or
 * removed later no longer fits the chain.
 */
export async function recordAudit(scope: Scope, tx: Db, keys: AuditKeys, record: AuditRecord): Promise<void> {
  await lockChain(SYSTEM_SCOPE, tx);
  const anchor = await readAnchor(SYSTEM_SCOPE, tx, "newest");
  const genuine = anchor !== null && isGenuine(keys.auditKey, "newest", anchor);
  const last = genuine ? anchor : await readLastEntry(SYSTEM_SCOPE, tx);
  const seq = (last?.seq ?? 0n) + 1n;
  const sealed = await sealFor(tx, keys, seq, record);
  const entry = {
    seq,
    at: new Date(),
    siteId: record.siteId ?? null,
    actorId: scope.actor.id,
    actorName: scope.actor.name,
    action: record.action,
    targetType: record.targetType ?? null,
    targetId: record.targetId ?? null,
    outcome: record.outcome,
    subjectId: sealed?.subjectId ?? null,
    detailsDigest: sealed?.digest ?? null,
  };
  const mac = chainMac(keys.auditKey, last?.mac, entry);
  await appendEntry(SYSTEM_SCOPE, tx, { ...entry, mac }, sealed?.sealed ?? null);
  // A forged or missing anchor must stay visible: the next one gets no proof either.
  const begins = anchor === null && last === null;
  const proof = genuine || begins ? proveAnchor(keys.auditKey, "newest", { seq, mac }) : Buffer.alloc(0);
  await writeAnchor(SYSTEM_SCOPE, tx, "newest", { seq, mac, proof });
}

async function sealFor(tx: Db, keys: AuditKeys, seq: bigint, record: AuditRecord) {
  if (record.details === undefined) return null;
  const subject = await ensureSubject(SYSTEM_SCOPE, tx, keys.ring, subjectOf(record));
  return { subjectId: subject.id, ...sealDetails(keys, subject, seq, record.details) };
}

const PEOPLE: ReadonlySet<string> = new Set(["linked_user", "staff"]);

/** The person an entry is about, else the site, else the installation. */
function subjectOf({ subjectId, targetType, targetId, siteId }: AuditRecord): string {
  if (subjectId != null) return subjectId;
  const person =
    targetType !== undefined && PEOPLE.has(targetType) ? z.uuid().safeParse(targetId).data : null;
  return person ?? siteId ?? NO_SITE;
}
