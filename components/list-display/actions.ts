"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { staffAction } from "@/lib/staff/staff-action";
import { writeDisplay } from "@/lib/views/displays-store";
import { LISTS } from "@/lib/views/lists";

/** Remembers how whoever asks likes to see a list. */
export const rememberDisplay = staffAction({
  permission: "overview:read",
  input: z.object({
    list: z.enum(LISTS),
    columns: z.string().max(400).nullable(),
    compact: z.boolean(),
  }),
  run: async ({ scope, runtime }, { list, ...display }) => {
    const value = await writeDisplay(scope, runtime.database.prisma, list, display);
    refresh();
    return { ok: true, value };
  },
});
