"use server";

import { z } from "zod";
import { assignNamedCards, type NamedResult, previewNamedCards } from "@/lib/cards/attribution/assign-named";
import { cardLineSchema, LINES_AT_ONCE } from "@/lib/cards/attribution/cards-file";
import { findOnlySite } from "@/lib/sites/finding/site-store";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

const partSchema = z.object({
  lines: z.array(cardLineSchema).min(1).max(LINES_AT_ONCE),
  /** Only says what would be done. */
  preview: z.boolean(),
});

/** Assigns the cards of a part of a file, or says what that would do. */
export const assignPart = staffAction({
  permission: "cards:assign",
  input: partSchema,
  run: async (
    { scope, runtime },
    { lines, preview },
  ): Promise<ActionResult<(NamedResult & { line: number })[], "no_site">> => {
    const { database, auditKeys } = runtime;
    const site = await findOnlySite(scope, database.prisma);
    if (site === null) return { ok: false, problem: "no_site" };
    const pairs = lines.map(({ accId, ...line }) => ({ ...line, accId: accId ?? undefined }));
    const results = preview
      ? await previewNamedCards(scope, database.prisma, site.id, pairs)
      : await database.prisma.$transaction((tx) => assignNamedCards(scope, tx, auditKeys, site.id, pairs));
    return {
      ok: true,
      value: results.map((result, place) => ({ ...result, line: lines[place]?.line ?? 0 })),
    };
  },
});
