"use server";

import { z } from "zod";
import { withoutDirections } from "@/lib/anytime/values/visible-text";
import { tagSchema } from "@/lib/links/listing/user-filters";
import { addNote, removeNote } from "@/lib/links/notes/notes";
import { changeTags } from "@/lib/links/notes/tags";
import { editLinkedUser } from "@/lib/links/users/edit-user";
import { userDetailsSchema } from "@/lib/links/users/user-details";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** Changes a user's name, e-mail, reference and language. */
export const editUser = staffAction({
  permission: "users:write",
  input: userDetailsSchema.extend({ userId: z.uuid() }),
  run: async (
    { scope, runtime },
    input,
  ): Promise<ActionResult<null, "user_not_found" | "reference_taken">> => {
    const result = await editLinkedUser(scope, runtime.database, runtime.auditKeys, input);
    return result.ok ? { ok: true, value: null } : result;
  },
});

/** Gives a user a tag, or takes it away. */
export const tagUser = staffAction({
  permission: "users:write",
  input: z.object({ userId: z.uuid(), tag: tagSchema, on: z.boolean() }),
  run: async ({ scope, runtime }, { userId, tag, on }): Promise<ActionResult<null, "unchanged">> => {
    const change = { userIds: [userId], tag, on };
    const changed = await changeTags(scope, runtime.database, runtime.auditKeys, change);
    return changed.length === 0 ? { ok: false, problem: "unchanged" } : { ok: true, value: null };
  },
});

/** Writes a note about a user. */
export const writeNote = staffAction({
  permission: "users:write",
  input: z.object({
    userId: z.uuid(),
    // Lines may break, and nothing may turn their direction.
    text: z
      .string()
      .transform((text) => text.split(/\r?\n/).map(withoutDirections).join("\n").trim())
      .pipe(z.string().min(1).max(2_000)),
  }),
  run: async ({ scope, runtime }, note): Promise<ActionResult<null, "user_not_found">> =>
    (await addNote(scope, runtime.database, runtime.auditKeys, note))
      ? { ok: true, value: null }
      : { ok: false, problem: "user_not_found" },
});

/** Removes a note. */
export const deleteNote = staffAction({
  permission: "users:write",
  input: z.object({ noteId: z.uuid() }),
  run: async ({ scope, runtime }, { noteId }): Promise<ActionResult<null, "note_not_found">> =>
    (await removeNote(scope, runtime.database, runtime.auditKeys, noteId))
      ? { ok: true, value: null }
      : { ok: false, problem: "note_not_found" },
});
