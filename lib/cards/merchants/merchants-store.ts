import type { Scope, SystemScope } from "@/lib/db/access/scope";
import { inScope } from "@/lib/db/access/scope";
import { type Db, jsonRows } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";

/** A merchant by its site and normalised name. */
export interface MerchantKey {
  readonly siteId: string;
  readonly normalised: string;
}

/** A merchant that payments belong to. */
export interface FoundMerchant extends MerchantKey {
  readonly id: string;
}

/** A merchant that was never seen before. */
export interface NewMerchant extends MerchantKey {
  readonly name: string;
  readonly search: string;
  readonly namingVersion: number;
}

/** Finds merchants by their keys, in one statement; missing ones are left out. */
export async function findMerchants(
  scope: Scope,
  tx: Db,
  keys: readonly MerchantKey[],
): Promise<FoundMerchant[]> {
  return tx.$queryRaw<FoundMerchant[]>`
    SELECT m.id, m.site_id AS "siteId", m.normalised
    FROM json_to_recordset(${jsonRows(keys.map((key) => ({ ...key })))}::json) AS n("siteId" uuid, normalised text)
    JOIN merchants m ON m.site_id = n."siteId" AND m.normalised = n.normalised
    WHERE ${inScope(scope, "m.site_id")}`;
}

/**
 * Creates merchants in key order, so that processes wait for each other instead of deadlocking. Those that exist stay
 * as they are.
 *
 * @returns the new ones
 */
export async function insertMerchants(
  _: SystemScope,
  tx: Db,
  merchants: readonly NewMerchant[],
): Promise<FoundMerchant[]> {
  const rows = [...merchants]
    .sort((left, right) => (merchantKey(left) < merchantKey(right) ? -1 : 1))
    .map((merchant) => ({ ...merchant, id: newId() }));
  return tx.$queryRaw<FoundMerchant[]>`
    INSERT INTO merchants (id, site_id, normalised, name, search, naming_version, created_at)
    SELECT n.id, n."siteId", n.normalised, n.name, n.search, n."namingVersion", now()
    FROM json_to_recordset(${jsonRows(rows)}::json)
      AS n(id uuid, "siteId" uuid, normalised text, name text, search text, "namingVersion" int)
    ON CONFLICT (site_id, normalised) DO NOTHING
    RETURNING id, site_id AS "siteId", normalised`;
}

/** The key of a merchant in maps. */
export function merchantKey({ siteId, normalised }: MerchantKey): string {
  return JSON.stringify([siteId, normalised]);
}
