import { inScope, type Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { MERCHANT_LOCK } from "@/lib/db/locks";
import { holdLock } from "@/lib/db/take-lock";

/** A merchant that staff are about to change. */
export interface HeldMerchant {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  readonly alias: string | null;
  readonly mergedIntoId: string | null;
}

/** Merchants by id, which nobody else changes until the transaction ends; those the scope has not are left out. */
export async function holdMerchants(
  scope: Scope,
  tx: Db,
  ids: readonly string[],
): Promise<Map<string, HeldMerchant>> {
  await holdLock(tx, MERCHANT_LOCK);
  const rows = await tx.$queryRaw<HeldMerchant[]>`
    SELECT m.id, m.site_id AS "siteId", m.name, m.alias, m.merged_into_id AS "mergedIntoId" FROM merchants m
    WHERE m.id = ANY(${[...ids]}::uuid[]) AND ${inScope(scope, "m.site_id")}`;
  return new Map(rows.map((merchant) => [merchant.id, merchant]));
}

/** Sets what staff call a merchant; null for what the bank calls it. */
export async function writeAlias(scope: Scope, tx: Db, id: string, alias: string | null): Promise<void> {
  await tx.$executeRaw`
    UPDATE merchants m SET alias = ${alias} WHERE m.id = ${id}::uuid AND ${inScope(scope, "m.site_id")}`;
}

/** Points a merchant to the one it was merged into; null for none. */
export async function writeMerge(scope: Scope, tx: Db, id: string, intoId: string | null): Promise<void> {
  await tx.$executeRaw`
    UPDATE merchants m SET merged_into_id = ${intoId}::uuid
    WHERE m.id = ${id}::uuid AND ${inScope(scope, "m.site_id")}`;
}
