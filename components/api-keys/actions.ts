"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { createApiKey, type NewApiKey, revokeApiKey } from "@/lib/partner-api/keys/api-keys";
import { API_SCOPES } from "@/lib/partner-api/keys/scopes";
import { isAddressOrRange, isWideRange } from "@/lib/sites/addresses/address";
import { type ActionContext, type ActionResult, staffAction } from "@/lib/staff/staff-action";

/** Addresses and ranges that one key may be bound to. */
const MOST_ADDRESSES = 50;

const DAYS = z.union([z.literal(30), z.literal(90), z.literal(365)]);
const PLAIN_SCOPES = z.enum(API_SCOPES).exclude(["tokens:read"]);

const keySchema = z.object({
  siteId: z.uuid(),
  name: z.string().trim().min(1).max(100),
  scopes: z.array(PLAIN_SCOPES).min(1),
  days: DAYS.nullable(),
  addresses: z.string().max(4_000),
});
const tokenKeySchema = keySchema.extend({ scopes: z.array(z.enum(API_SCOPES)).min(1), days: DAYS });

/** Creates an API key that reads no tokens. @returns the key, this one time */
export const makeApiKey = staffAction({
  permission: "settings:write",
  secondFactor: true,
  input: keySchema,
  run: async (context, order): Promise<MadeKey> => {
    const allowedIps = readAddresses(order.addresses);
    return allowedIps === null ? { ok: false, problem: "addresses" } : makeKey(context, order, allowedIps);
  },
});

/** Creates one that may read tokens: it expires, and is bound to addresses. @returns the key, this one time */
export const makeTokenKey = staffAction({
  permission: "tokens:hand_out",
  secondFactor: "fresh",
  input: tokenKeySchema,
  run: async (context, order): Promise<MadeKey> => {
    const allowedIps = readAddresses(order.addresses);
    if (allowedIps === null) return { ok: false, problem: "addresses" };
    if (allowedIps.length === 0 || allowedIps.some(isWideRange)) return { ok: false, problem: "unbound" };
    return makeKey(context, order, allowedIps);
  },
});

type MadeKey = ActionResult<string, "not_found" | "addresses" | "unbound">;

async function makeKey(
  { scope, runtime }: ActionContext,
  { siteId, name, days, scopes }: Omit<NewApiKey, "allowedIps">,
  allowedIps: readonly string[],
): Promise<MadeKey> {
  const key = { siteId, name, days: days ?? null, scopes: [...new Set(scopes)], allowedIps };
  const made = await createApiKey(scope, runtime.database, runtime.auditKeys, key);
  return made === null ? { ok: false, problem: "not_found" } : { ok: true, value: made.key };
}

/** The addresses and ranges of a text; null if it has others, or too many. */
function readAddresses(text: string): string[] | null {
  const entries = [...new Set(text.split(/[\s,;]+/).filter((entry) => entry !== ""))];
  return entries.length <= MOST_ADDRESSES && entries.every(isAddressOrRange) ? entries : null;
}

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
