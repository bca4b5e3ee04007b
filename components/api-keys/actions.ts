"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { createApiKey, revokeApiKey } from "@/lib/partner-api/api-keys";
import { API_SCOPES } from "@/lib/partner-api/scopes";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

const create = staffAction({
  permission: "settings:write",
  input: z.object({
    siteId: z.uuid(),
    name: z.string().trim().min(1).max(100),
    scopes: z.array(z.enum(API_SCOPES)).min(1),
  }),
  run: async ({ scope, runtime }, order): Promise<ActionResult<string>> => {
    const scopes = [...new Set(order.scopes)];
    const made = await createApiKey(scope, runtime.database, runtime.auditKeys, { ...order, scopes });
    return made === null ? { ok: false, problem: "not_found" } : { ok: true, value: made.key };
  },
});

/** Creates an API key. @returns the key, this one time */
export async function makeApiKey(input: unknown): Promise<ActionResult<string>> {
  return create(input);
}

/** The result of revoking a key. */
export type Revocation = { outcome: "revoked" } | { outcome: "used_recently"; lastUsedAt: string };

const revoke = staffAction({
  permission: "settings:write",
  input: z.object({ id: z.uuid(), confirmed: z.boolean() }),
  run: async ({ scope, runtime }, order): Promise<ActionResult<Revocation>> => {
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

/** Revokes an API key; if it was used in the last 24 hours, only with confirmation. */
export async function endApiKey(input: unknown): Promise<ActionResult<Revocation>> {
  return revoke(input);
}
