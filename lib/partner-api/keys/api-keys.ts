import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { fingerprint, newSecret } from "@/lib/crypto/secrets";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { tellOwners } from "@/lib/staff/notices/tell-owners";
import { insertApiKey, lockApiKey, revokeApiKeyRow } from "./api-keys-store";
import type { ApiScope } from "./scopes";
import { isBound, readsTokens } from "./token-keys";

const MARK = "ack_";
const PREFIX_LENGTH = MARK.length + 6;
const DAY_MS = 24 * 3_600_000;
const RECENT_MS = DAY_MS;

/** What a key is made for. */
export interface NewApiKey {
  readonly siteId: string;
  readonly name: string;
  readonly scopes: readonly ApiScope[];
  /** After how many days it stops working; null or absent: never. */
  readonly days?: number | null;
  /** Addresses and CIDR ranges that it may be used from; none: from anywhere. */
  readonly allowedIps?: readonly string[];
}

/**
 * Creates an API key for a site. Only its SHA-256 is stored. Owners are told of one that reads tokens.
 *
 * @returns the key, this one time; null if the site is out of scope
 * @throws if it reads tokens and does not expire, or is bound to no addresses
 */
export async function createApiKey(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  order: NewApiKey,
): Promise<{ id: string; key: string } | null> {
  const id = newId();
  const key = `${MARK}${newSecret()}`;
  const prefix = key.slice(0, PREFIX_LENGTH);
  const { siteId, name, scopes, days = null, allowedIps = [] } = order;
  const row = {
    ...{ id, siteId, name, prefix, keyHash: fingerprint(key), scopes: [...scopes] },
    expiresAt: days === null ? null : new Date(Date.now() + days * DAY_MS),
    allowedIps: [...allowedIps],
  };
  const reads = readsTokens(scopes);
  if (reads && !isBound(row)) throw new Error("a key that reads tokens expires and is bound to addresses");
  const made = await database.prisma.$transaction(async (tx) => {
    if (!(await insertApiKey(scope, tx, row))) return false;
    await recordAudit(scope, tx, keys, {
      action: "api_key.created",
      outcome: "done",
      siteId: order.siteId,
      targetType: "api_key",
      targetId: id,
      details: {
        ...{ name, scopes: scopes.join(" ") },
        ...{ expiresAt: row.expiresAt?.toISOString() ?? null, allowedIps: allowedIps.join(" ") },
      },
    });
    if (reads) await tellOwners(scope, tx, { kind: "token_key_made", siteId, keyName: name });
    return true;
  });
  return made ? { id, key } : null;
}

/** The result of revoking a key; `used_recently`: nothing was done, a confirmation is needed. */
export type RevokeResult =
  | { ok: true }
  | { ok: false; problem: "not_found" }
  | { ok: false; problem: "used_recently"; lastUsedAt: Date };

/**
 * Revokes an API key at once and for good.
 *
 * @param order `confirmed` if it may be revoked although it was used in the last 24 hours
 */
export async function revokeApiKey(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  order: { readonly id: string; readonly confirmed: boolean },
): Promise<RevokeResult> {
  return database.prisma.$transaction(async (tx): Promise<RevokeResult> => {
    const found = await lockApiKey(scope, tx, order.id);
    if (found === null) return { ok: false, problem: "not_found" };
    const { lastUsedAt } = found;
    if (!order.confirmed && lastUsedAt !== null && Date.now() - lastUsedAt.getTime() < RECENT_MS)
      return { ok: false, problem: "used_recently", lastUsedAt };
    await revokeApiKeyRow(scope, tx, order.id);
    await recordAudit(scope, tx, keys, {
      action: "api_key.revoked",
      outcome: "done",
      siteId: found.siteId,
      targetType: "api_key",
      targetId: order.id,
      details: { name: found.name, lastUsedAt: lastUsedAt?.toISOString() ?? null },
    });
    return { ok: true };
  });
}
