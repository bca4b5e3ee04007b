import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import type { EvidencePolicy } from "@/lib/sites/addresses/weakness";
import type { SiteCache } from "@/lib/sites/finding/site-cache";
import { type Credential, deleteCredential, lockSite } from "./credentials-store";

/** What changing a site's credentials needs. */
export interface RotateDependencies {
  readonly database: Database;
  readonly keys: AuditKeys;
  readonly sites: SiteCache;
  /** Stores which credentials were used up to now. */
  readonly flushUses: () => Promise<void>;
  readonly policy: EvidencePolicy;
}

/** Why a previous credential was not ended: somebody still uses it. */
export type Standing = { ok: false; problem: "used_recently"; lastUsedAt: Date };

/** The result of ending a previous credential. */
export type EndResult = { ok: true } | { ok: false; problem: "not_found" } | Standing;

const RECENT_MS = 24 * 3_600_000;

/**
 * Ends a previous credential: deliveries with it are refused from now on; other processes follow within the ten
 * seconds for which they remember a site.
 *
 * @param order `confirmed` if it may be ended although it was used in the last 24 hours
 */
export async function endPrevious(
  scope: Scope,
  deps: RotateDependencies,
  order: { readonly siteId: string; readonly credentialId: string; readonly confirmed: boolean },
): Promise<EndResult> {
  // Flush the latest uses first: the last 24 hours are read below.
  await deps.flushUses();
  const result = await deps.database.prisma.$transaction(async (tx): Promise<EndResult> => {
    const site = await lockSite(scope, tx, order.siteId);
    const found = site?.credentials.find(({ id, slot }) => id === order.credentialId && slot === "previous");
    if (found === undefined) return { ok: false, problem: "not_found" };
    const standing = order.confirmed ? null : usedRecently(found);
    if (standing === null) await endCredential(scope, tx, deps.keys, order.siteId, found);
    return standing ?? { ok: true };
  });
  if (result.ok) deps.sites.clear();
  return result;
}

/** The last use of a credential, if it was within the last 24 hours; otherwise null. */
export function usedRecently({ lastUsedAt }: Credential): Standing | null {
  if (lastUsedAt === null || Date.now() - lastUsedAt.getTime() > RECENT_MS) return null;
  return { ok: false, problem: "used_recently", lastUsedAt };
}

/** Removes a credential in a transaction that holds its site's lock, and audits it. */
export async function endCredential(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  siteId: string,
  { id, kind, lastUsedAt }: Credential,
): Promise<void> {
  await deleteCredential(scope, tx, siteId, id);
  await recordAudit(scope, tx, keys, {
    action: `${kind}.ended`,
    outcome: "done",
    siteId,
    targetType: "site_credential",
    targetId: id,
    details: { lastUsedAt: lastUsedAt?.toISOString() ?? null },
  });
}
