"use server";

import { z } from "zod";
import { type CurateResult, mergeMerchant, setAlias, undoMerge } from "@/lib/cards/merchants/curate";
import { type NamedMerchant, searchMerchants } from "@/lib/cards/merchants/merchant-pages-store";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";
import { ALIAS_LENGTH, REASON_LENGTH } from "./limits";

const MOST_OFFERED = 20;
const reason = z.string().trim().min(REASON_LENGTH.least).max(REASON_LENGTH.most);

function toResult<Problem extends string>(result: CurateResult<Problem>): ActionResult<null, Problem> {
  return result.ok ? { ok: true, value: null } : result;
}

/** Sets what staff call a merchant. */
export const renameMerchantAction = staffAction({
  permission: "merchants:write",
  input: z.object({ merchantId: z.uuid(), alias: z.string().trim().max(ALIAS_LENGTH) }),
  run: async ({ scope, runtime }, input) =>
    toResult(await setAlias(scope, runtime.database, runtime.auditKeys, input)),
});

/** Merges a merchant into another. */
export const mergeMerchantAction = staffAction({
  permission: "merchants:write",
  input: z.object({ merchantId: z.uuid(), intoId: z.uuid(), reason }),
  run: async ({ scope, runtime }, input) =>
    toResult(await mergeMerchant(scope, runtime.database, runtime.auditKeys, input)),
});

/** Undoes a merge. */
export const undoMergeAction = staffAction({
  permission: "merchants:write",
  input: z.object({ merchantId: z.uuid(), reason }),
  run: async ({ scope, runtime }, input) =>
    toResult(await undoMerge(scope, runtime.database, runtime.auditKeys, input)),
});

/** Searches the merchants that one can be merged into. */
export const searchMerchantsAction = staffAction({
  permission: "merchants:write",
  onlyReads: true,
  input: z.object({ siteId: z.uuid(), except: z.uuid(), text: z.string().trim().max(100) }),
  run: async ({ scope, runtime }, { text, except, siteId }): Promise<ActionResult<NamedMerchant[]>> => {
    const search = { text, beside: { id: except, siteId } };
    const value = await searchMerchants(scope, runtime.database.prisma, search, MOST_OFFERED);
    return { ok: true, value };
  },
});
