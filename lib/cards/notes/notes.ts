import { withoutDirections } from "@/lib/anytime/values/visible-text";
import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { publish } from "@/lib/live/publish";
import { deleteNote, deleteTag, insertNote, insertTag, type MarkedPayment } from "./notes-store";

interface Deps {
  readonly database: Database;
  readonly keys: AuditKeys;
}

/** Writes a note about a payment. @returns false if the scope has no such payment */
export function addNote(scope: Scope, deps: Deps, note: { id: string; text: string }): Promise<boolean> {
  return change(scope, deps, "payment.note", (tx) => insertNote(scope, tx, note));
}

/** Removes a note. @returns false if the scope has no such note */
export function removeNote(scope: Scope, deps: Deps, noteId: string): Promise<boolean> {
  return change(scope, deps, "payment.note_removed", (tx) => deleteNote(scope, tx, noteId));
}

/** Gives a payment a tag. @returns false if it had it, has too many, or there is no such payment */
export function addTag(scope: Scope, deps: Deps, { id, tag }: { id: string; tag: string }): Promise<boolean> {
  const named = withoutDirections(tag).toLowerCase();
  return change(scope, deps, "payment.tag", (tx) => insertTag(scope, tx, { id, tag: named }), named);
}

/** Takes a tag from a payment, or from a joined pair. @returns false if none had it */
export function removeTag(
  scope: Scope,
  deps: Deps,
  { ids, tag }: { ids: readonly string[]; tag: string },
): Promise<boolean> {
  return change(scope, deps, "payment.untag", (tx) => deleteTag(scope, tx, { ids, tag }), tag);
}

function change(
  scope: Scope,
  { database, keys }: Deps,
  action: string,
  work: (tx: Db) => Promise<MarkedPayment | null>,
  tag?: string,
): Promise<boolean> {
  return database.prisma.$transaction(async (tx) => {
    const marked = await work(tx);
    if (marked === null) return false;
    const { id, siteId } = marked;
    const target = { siteId, targetType: "transaction", targetId: id };
    const details = tag === undefined ? {} : { details: { tag } };
    await recordAudit(scope, tx, keys, { action, outcome: "done", ...target, ...details });
    await publish(scope, tx, [{ siteId, kind: "transaction", entityId: id }]);
    return true;
  });
}
