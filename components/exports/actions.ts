"use server";

import { z } from "zod";
import { findExport } from "@/lib/cards/exports/exports-store";
import { EXPORT_FORMATS } from "@/lib/cards/exports/formats";
import { orderExport, previewExport } from "@/lib/cards/exports/order-export";
import { prepareReads } from "@/lib/staff/read-lists";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

const query = z.record(z.string(), z.string());

/** What a file of these filters would have. */
export const previewOne = staffAction({
  permission: "transactions:export",
  input: z.object({ query }),
  run: async ({ scope }, input) => ({
    ok: true,
    value: await previewExport(scope, await prepareReads(), input.query),
  }),
});

/** Orders a file. @returns its id, for its address */
export const orderOne = staffAction({
  permission: "transactions:export",
  input: z.object({ query, format: z.enum(EXPORT_FORMATS), columns: z.string().max(400).nullable() }),
  run: async ({ scope, runtime }, input): Promise<ActionResult<string, "not_offered">> => {
    const { database, auditKeys: keys } = runtime;
    const id = await orderExport(scope, { database, keys, read: await prepareReads() }, input);
    return id === null ? { ok: false, problem: "not_offered" } : { ok: true, value: id };
  },
});

/** How far a file is; null if there is none. */
export const watchOne = staffAction({
  permission: "transactions:export",
  input: z.object({ id: z.uuid() }),
  run: async ({ scope, runtime }, { id }) => {
    const found = await findExport(scope, runtime.database.prisma, id);
    if (found === null) return { ok: true, value: null };
    const { state, done, total, totalExact } = found;
    return { ok: true, value: { state, done, total, totalExact } };
  },
});
