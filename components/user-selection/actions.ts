"use server";

import { z } from "zod";
import { changeTags } from "@/lib/links/notes/tags";
import { chosenSchema, MOST_CHOSEN, resolveChosen } from "@/lib/links/users/chosen-users";
import { tagSchema } from "@/lib/links/users/user-filters";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** Gives people a tag. @returns who did not have it */
export const tagUsers = staffAction({
  permission: "users:write",
  input: z.object({ chosen: chosenSchema, tag: tagSchema }),
  run: async ({ scope, runtime }, { chosen, tag }): Promise<ActionResult<string[], "too_many">> => {
    const userIds = await resolveChosen(scope, runtime.database.prisma, chosen);
    if (userIds === null) return { ok: false, problem: "too_many" };
    const change = { userIds, tag, on: true };
    return { ok: true, value: await changeTags(scope, runtime.database, runtime.auditKeys, change) };
  },
});

/** Takes a tag from people who were given it. */
export const untagUsers = staffAction({
  permission: "users:write",
  input: z.object({ userIds: z.array(z.uuid()).max(MOST_CHOSEN), tag: tagSchema }),
  run: async ({ scope, runtime }, { userIds, tag }): Promise<ActionResult<null, "changed_since">> => {
    const change = { userIds, tag, on: false };
    const changed = await changeTags(scope, runtime.database, runtime.auditKeys, change);
    return changed.length === 0 ? { ok: false, problem: "changed_since" } : { ok: true, value: null };
  },
});
