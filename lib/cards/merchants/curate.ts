import { withoutDirections } from "@/lib/anytime/values/visible-text";
import { type AuditKeys, type AuditRecord, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { publish } from "@/lib/live/publish";
import { type HeldMerchant, holdMerchants, writeAlias, writeMerge } from "./curate-store";
import { refreshSearch } from "./families-store";

/** Whether it was done, or why not. */
export type CurateResult<Problem extends string> = { ok: true } | { ok: false; problem: Problem };

/** Sets what staff call a merchant, in lists and searches; an empty name removes it. */
export async function setAlias(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  input: { merchantId: string; alias: string },
): Promise<CurateResult<"merchant_not_found">> {
  const alias = withoutDirections(input.alias);
  return database.prisma.$transaction(async (tx) => {
    const merchant = (await holdMerchants(scope, tx, [input.merchantId])).get(input.merchantId);
    if (merchant === undefined) return { ok: false, problem: "merchant_not_found" };
    await writeAlias(scope, tx, merchant.id, alias === "" ? null : alias);
    await refreshSearch(scope, tx, [merchant.id]);
    await tell(scope, tx, keys, merchant, "merchant.renamed", { before: merchant.alias, after: alias });
    return { ok: true };
  });
}

/**
 * Merges a merchant into another: reads show its payments under that one, until it is undone. Both must be of one site
 * and merged into nothing themselves, so that no merge ever leads back to where it began.
 */
export async function mergeMerchant(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  input: { merchantId: string; intoId: string; reason: string },
): Promise<CurateResult<"merchant_not_found" | "same_merchant" | "already_merged" | "target_merged">> {
  if (input.merchantId === input.intoId) return { ok: false, problem: "same_merchant" };
  return database.prisma.$transaction(async (tx) => {
    const held = await holdMerchants(scope, tx, [input.merchantId, input.intoId]);
    const [merchant, into] = [held.get(input.merchantId), held.get(input.intoId)];
    if (merchant === undefined || into === undefined || merchant.siteId !== into.siteId)
      return { ok: false, problem: "merchant_not_found" };
    if (merchant.mergedIntoId !== null) return { ok: false, problem: "already_merged" };
    if (into.mergedIntoId !== null) return { ok: false, problem: "target_merged" };
    await writeMerge(scope, tx, merchant.id, into.id);
    await refreshSearch(scope, tx, [into.id]);
    await tell(scope, tx, keys, merchant, "merchant.merged", { into: into.id, reason: input.reason });
    return { ok: true };
  });
}

/** Undoes a merge: the merchant, with all that was merged into it before, stands on its own again. */
export async function undoMerge(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  input: { merchantId: string; reason: string },
): Promise<CurateResult<"merchant_not_found" | "not_merged">> {
  return database.prisma.$transaction(async (tx) => {
    const merchant = (await holdMerchants(scope, tx, [input.merchantId])).get(input.merchantId);
    if (merchant === undefined) return { ok: false, problem: "merchant_not_found" };
    if (merchant.mergedIntoId === null) return { ok: false, problem: "not_merged" };
    await writeMerge(scope, tx, merchant.id, null);
    await refreshSearch(scope, tx, [merchant.id, merchant.mergedIntoId]);
    await tell(scope, tx, keys, merchant, "merchant.merge_undone", {
      from: merchant.mergedIntoId,
      reason: input.reason,
    });
    return { ok: true };
  });
}

/** Audits it, and tells open pages: lists show the name that the merchant has now. */
async function tell(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  { id, siteId }: HeldMerchant,
  action: string,
  details: NonNullable<AuditRecord["details"]>,
): Promise<void> {
  await recordAudit(scope, tx, keys, {
    ...{ action, outcome: "done", siteId, targetType: "merchant", targetId: id, details },
  });
  await publish(scope, tx, [{ siteId, kind: "merchant", entityId: id }]);
}
