"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { createApiKey, revokeApiKey } from "@/lib/partner-api/api-keys";
import { API_SCOPES } from "@/lib/partner-api/scopes";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** Creates an API key. @returns the key, this one time */
export const makeApiKey = staffAction({
  permission: "settings:write",
  input: z.object({
    siteId: z.uuid(),
    name: z.string().trim().min(1).max(100),
    scopes: z.array(z.enum(API_SCOPES)).min(1),
  }),
  run: async ({ scope, runtime }, order): Promise<ActionResult<string, "not_found">> => {
    const scopes = [...new Set(order.scopes)];
    const made = await createApiKey(scope, runtime.database, runtime.auditKeys, { ...order, scopes });
    return made === null ? { ok: false, problem: "not_found" } : { ok: true, value: made.key };
  },
});

/** The result of revoking a key. */
export type Revocation = { outcome: "revoked" } | { outcome: "used_recently"; lastUsedAt: string };

/** Revokes an API key; if it was used in the last 24 hours, only with confirmation. */
export const endApiKey = staffAction({
  permission: "settings:write",
  input: z.object({ id: z.uuid(), confirmed: z.boolean() }),
  run: async ({ scope, runtime }, order): Promise<ActionResult<Revocation, "not_found">> => {
    const result = await revokeApiKey(scope, runtime.database, runtime.auditKeys, order);
    if (result.ok) {
      refresh();
      return { ok: true, value: { outcome: "revoked" } };
    }
    if (result.problem === "not_found") return { ok: false, problem: "not_found" };
    const lastUsedAt = result.lastUsedAt.toISOString();
    return { ok: true, value: { outcome: "used_recently", lastUsedAt } };
  },
});
