"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { createApiKey, revokeApiKey } from "@/lib/partner-api/keys/api-keys";
import { API_SCOPES } from "@/lib/partner-api/keys/scopes";
import { isAddressOrRange } from "@/lib/sites/address";
import { type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** Addresses and ranges that one key may be bound to. */
const MOST_ADDRESSES = 50;

/** Creates an API key. @returns the key, this one time */
export const makeApiKey = staffAction({
  permission: "settings:write",
  secondFactor: true,
  input: z.object({
    siteId: z.uuid(),
    name: z.string().trim().min(1).max(100),
    scopes: z.array(z.enum(API_SCOPES)).min(1),
    days: z.union([z.literal(30), z.literal(90), z.literal(365)]).nullable(),
    addresses: z.string().max(4_000),
  }),
  run: async ({ scope, runtime }, order): Promise<ActionResult<string, "not_found" | "addresses">> => {
    const scopes = [...new Set(order.scopes)];
    const allowedIps = [...new Set(order.addresses.split(/[\s,;]+/).filter((entry) => entry !== ""))];
    if (allowedIps.length > MOST_ADDRESSES || !allowedIps.every(isAddressOrRange))
      return { ok: false, problem: "addresses" };
    const { siteId, name, days } = order;
    const key = { siteId, name, days, scopes, allowedIps };
    const made = await createApiKey(scope, runtime.database, runtime.auditKeys, key);
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
