import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Database, Db } from "@/lib/db/client";
import type { Scope } from "@/lib/db/scope";
import { type Credential, deleteCredential, lockSite } from "./credentials-store";
import type { SiteCache } from "./site-cache";
import type { EvidencePolicy } from "./weakness";

/** What changing a site's credentials needs. */
export interface RotateDependencies {
  readonly database: Database;
  readonly keys: AuditKeys;
  readonly sites: SiteCache;
  /** Writes down which credentials were used up to now. */
  readonly flushUses: () => Promise<void>;
  readonly policy: EvidencePolicy;
}

/** Why an older credential was not ended: somebody still comes by it. */
export type Standing = { ok: false; problem: "used_recently"; lastUsedAt: Date };

/** What came of ending a previous credential. */
export type EndResult = { ok: true } | { ok: false; problem: "not_found" } | Standing;

const RECENT_MS = 24 * 3_600_000;

/**
 * Ends a previous credential: notifications that come by it are refused from now on, in other processes
 * within the ten seconds that they remember a site for.
 *
 * @param order `confirmed` where it may be ended although it was used in the last 24 hours
 */
export async function endPrevious(
  scope: Scope,
  deps: RotateDependencies,
  order: { readonly siteId: string; readonly credentialId: string; readonly confirmed: boolean },
): Promise<EndResult> {
  // What was used a moment ago is written down first: the last 24 hours are read below.
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

/** The last use of a credential, where that was within the last 24 hours; otherwise null. */
export function usedRecently({ lastUsedAt }: Credential): Standing | null {
  if (lastUsedAt === null || Date.now() - lastUsedAt.getTime() > RECENT_MS) return null;
  return { ok: false, problem: "used_recently", lastUsedAt };
}

/** Removes a credential in a transaction that holds its site's lock, and writes that down. */
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
