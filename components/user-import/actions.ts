"use server";

import { z } from "zod";
import { importPeople, previewPeople, type RowResult } from "@/lib/links/import/import-people";
import { importedPersonSchema, PEOPLE_AT_ONCE } from "@/lib/links/import/people-file";
import { findOnlySite } from "@/lib/sites/finding/site-store";
import { type ActionContext, type ActionResult, staffAction } from "@/lib/staff/staff-action";

const partSchema = z.object({
  people: z.array(importedPersonSchema).min(1).max(PEOPLE_AT_ONCE),
  /** Only says what would be done. */
  preview: z.boolean(),
});

/** Imports a part of a file of people, or says what that would do. */
export const importPart = staffAction({
  permission: "users:write",
  input: partSchema,
  run: async (
    { scope, runtime }: ActionContext,
    { people, preview },
  ): Promise<ActionResult<RowResult[], "no_site">> => {
    const { database, auditKeys } = runtime;
    const site = await findOnlySite(scope, database.prisma);
    if (site === null) return { ok: false, problem: "no_site" };
    const value = preview
      ? await previewPeople(scope, database, site.id, people)
      : await importPeople(scope, database, auditKeys, site.id, people);
    return { ok: true, value };
  },
});
