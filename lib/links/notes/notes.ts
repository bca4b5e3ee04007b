import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { publish } from "@/lib/live/publish";
import { deleteNote, insertNote } from "./notes-store";

/** Adds a note about a user. @returns false if the scope has no such user */
export async function addNote(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  note: { readonly userId: string; readonly text: string },
): Promise<boolean> {
  return database.prisma.$transaction(async (tx) => {
    const siteId = await insertNote(scope, tx, note);
    if (siteId === null) return false;
    const target = { siteId, targetType: "linked_user", targetId: note.userId };
    await recordAudit(scope, tx, keys, { action: "linked_user.note", outcome: "done", ...target });
    await publish(scope, tx, [{ siteId, kind: "linked_user", entityId: note.userId }]);
    return true;
  });
}

/** Removes a note. @returns false if the scope has no such note */
export async function removeNote(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  noteId: string,
): Promise<boolean> {
  return database.prisma.$transaction(async (tx) => {
    const note = await deleteNote(scope, tx, noteId);
    if (note === null) return false;
    const { siteId, userId } = note;
    const target = { siteId, targetType: "linked_user", targetId: userId };
    await recordAudit(scope, tx, keys, { action: "linked_user.note_removed", outcome: "done", ...target });
    await publish(scope, tx, [{ siteId, kind: "linked_user", entityId: userId }]);
    return true;
  });
}
