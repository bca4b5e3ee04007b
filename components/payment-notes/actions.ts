"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { addNote, addTag, removeNote, removeTag } from "@/lib/cards/notes/notes";
import { staffAction } from "@/lib/staff/staff-action";

const tag = z.string().trim().min(1).max(40);

/** Writes a note about a payment. @returns false if there is no such payment */
export const writeNote = staffAction({
  permission: "transactions:write",
  input: z.object({ id: z.uuid(), text: z.string().trim().min(1).max(2_000) }),
  run: async ({ scope, runtime: { database, auditKeys: keys } }, note) => {
    const value = await addNote(scope, { database, keys }, note);
    refresh();
    return { ok: true, value };
  },
});

/** Removes a note. @returns false if it is gone already */
export const deleteOneNote = staffAction({
  permission: "transactions:write",
  input: z.object({ noteId: z.uuid() }),
  run: async ({ scope, runtime: { database, auditKeys: keys } }, { noteId }) => {
    const value = await removeNote(scope, { database, keys }, noteId);
    refresh();
    return { ok: true, value };
  },
});

/** Gives a payment a tag. @returns false if nothing changed */
export const giveTag = staffAction({
  permission: "transactions:write",
  input: z.object({ id: z.uuid(), tag }),
  run: async ({ scope, runtime: { database, auditKeys: keys } }, given) => {
    const value = await addTag(scope, { database, keys }, given);
    refresh();
    return { ok: true, value };
  },
});

/** Takes a tag from a payment, or from both of a joined pair. @returns false if nothing changed */
export const takeTag = staffAction({
  permission: "transactions:write",
  input: z.object({ ids: z.array(z.uuid()).min(1).max(2), tag }),
  run: async ({ scope, runtime: { database, auditKeys: keys } }, taken) => {
    const value = await removeTag(scope, { database, keys }, taken);
    refresh();
    return { ok: true, value };
  },
});
