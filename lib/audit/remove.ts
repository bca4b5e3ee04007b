import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { proveAnchor } from "./chain";
import {
  deleteUpTo,
  destroySubjectKey,
  findCut,
  lockChain,
  readLastEntry,
  SUBJECT_ERASED,
  writeAnchor,
} from "./chain-store";
import { type AuditKeys, recordAudit } from "./record";
import { readStreamed } from "./stream-store";
import { findBrokenUpTo } from "./verify";

/** `broken`: entries to be removed do not match the chain, so they stay as evidence. */
export type AuditRemoval =
  | { readonly ok: true; readonly removed: number }
  | { readonly ok: false; readonly problem: "broken"; readonly seq: bigint };

/** Which entries may go. */
export interface AuditCut {
  readonly before: Date;
  /** Whether `AUDIT_STREAM` is set: then what was not written there yet stays, however old it is. */
  readonly isStreamed: boolean;
}

/**
 * Removes the oldest entries, those before an instant, as many as one transaction should, and sets the anchor that the
 * remaining chain follows. The removal is audited. Call it until it removes none.
 */
export async function removeOldestEntries(
  scope: Scope,
  { prisma }: Pick<Database, "prisma">,
  keys: AuditKeys,
  { before, isStreamed }: AuditCut,
): Promise<AuditRemoval> {
  return prisma.$transaction(async (tx) => {
    await lockChain(SYSTEM_SCOPE, tx);
    // The stream only moves on, so what is read here was written, whatever it does meanwhile.
    const upTo = isStreamed ? await readStreamed(SYSTEM_SCOPE, tx) : null;
    const cut = await findCut(SYSTEM_SCOPE, tx, before, upTo);
    if (cut === null) return { ok: true, removed: 0 };
    // A new anchor must not hide tampering.
    const broken = await findBrokenUpTo(SYSTEM_SCOPE, tx, keys, cut.seq);
    if (broken !== null && broken <= cut.seq) return { ok: false, problem: "broken", seq: broken };
    const removed = await deleteUpTo(SYSTEM_SCOPE, tx, cut.seq);
    const mac = Buffer.from(cut.mac);
    const proof = proveAnchor(keys.auditKey, "oldest", cut);
    await writeAnchor(SYSTEM_SCOPE, tx, "oldest", { seq: cut.seq, mac, proof });
    const details = { removed, upTo: cut.seq.toString() };
    await recordAudit(scope, tx, keys, { action: "audit.removed", outcome: "done", details });
    return { ok: true, removed };
  });
}

/**
 * Erases all details about a subject by destroying the key that seals them and their salts. The entries stay, and the
 * chain still verifies.
 *
 * @param subjectId id of a linked user, a member of staff or a site
 */
export async function eraseAuditSubject(
  scope: Scope,
  { prisma }: Pick<Database, "prisma">,
  keys: AuditKeys,
  subjectId: string,
): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const target = { targetType: "audit_subject", targetId: subjectId };
    await recordAudit(scope, tx, keys, { action: SUBJECT_ERASED, outcome: "done", ...target });
    const last = await readLastEntry(SYSTEM_SCOPE, tx);
    if (last !== null) await destroySubjectKey(SYSTEM_SCOPE, tx, subjectId, last.seq);
  });
}
