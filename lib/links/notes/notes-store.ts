import { may } from "@/lib/db/access/permissions";
import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope, siteWhere } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";

/** What somebody wrote about a user. */
export interface UserNote {
  readonly id: string;
  readonly text: string;
  readonly createdAt: Date;
  readonly createdBy: string;
}

const MOST_SHOWN = 100;

/** Notes about a user, newest first; none for a role that may not see personal data. */
export async function listNotes(scope: Scope, db: Db, userId: string): Promise<UserNote[]> {
  if (!may(scope, "personal_data:read")) return [];
  return db.linkedUserNote.findMany({
    where: { linkedUserId: userId, ...siteWhere(scope) },
    select: { id: true, text: true, createdAt: true, createdBy: true },
    orderBy: { createdAt: "desc" },
    take: MOST_SHOWN,
  });
}

/** Writes a note. @returns the site of the user, null if the scope has no such user */
export async function insertNote(
  scope: Scope,
  tx: Db,
  { userId, text }: { readonly userId: string; readonly text: string },
): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ siteId: string }[]>`
    INSERT INTO linked_user_notes (id, linked_user_id, site_id, text, created_at, created_by_id, created_by)
    SELECT ${newId()}::uuid, u.id, u.site_id, ${text}, now(), ${scope.actor.id}::uuid, ${scope.actor.name}
    FROM ${linkedUsers(scope)} u WHERE u.id = ${userId}::uuid AND ${inScope(scope, "u.site_id")}
    RETURNING site_id AS "siteId"`;
  return row?.siteId ?? null;
}

/** Deletes a note. @returns whose it was, null if the scope has no such note */
export async function deleteNote(
  scope: Scope,
  tx: Db,
  noteId: string,
): Promise<{ siteId: string; userId: string } | null> {
  const [row] = await tx.$queryRaw<{ siteId: string; userId: string }[]>`
    DELETE FROM linked_user_notes n WHERE id = ${noteId}::uuid AND ${inScope(scope, "n.site_id")}
    RETURNING site_id AS "siteId", linked_user_id AS "userId"`;
  return row ?? null;
}
