import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, jsonRows } from "@/lib/db/connect/client";

/** A card and a person, by their names outside or by our ids. */
export interface NamedPair {
  readonly cardId?: string | undefined;
  readonly cardRef?: string | undefined;
  /** Of which account; needed where several have a card of this reference. */
  readonly accId?: string | undefined;
  readonly userId?: string | undefined;
  readonly externalReference?: string | undefined;
}

/** What a pair means. */
export interface FoundPair {
  /** Cards that it can be; more than one means that the account is needed. */
  readonly cards: number;
  readonly cardId: string | null;
  readonly cardRef: string | null;
  readonly ownerId: string | null;
  readonly userId: string | null;
  readonly externalReference: string | null;
}

/** Finds the card and the person of each pair on a site, in their order. */
export async function findNamedPairs(
  scope: Scope,
  db: Db,
  siteId: string,
  pairs: readonly NamedPair[],
): Promise<FoundPair[]> {
  const rows = jsonRows(pairs.map((pair, place) => ({ place, ...pair })));
  return db.$queryRaw<FoundPair[]>`
    SELECT count(c.id)::int AS cards, min(c.id::text) AS "cardId", min(c.card_ref) AS "cardRef",
      min(c.linked_user_id::text) AS "ownerId", u.id::text AS "userId", u.external_reference AS "externalReference"
    FROM jsonb_to_recordset(${rows}::jsonb) AS n(place int, "cardId" uuid, "cardRef" text, "accId" text, "userId" uuid,
      "externalReference" text)
    LEFT JOIN LATERAL (
      SELECT c.* FROM cards c WHERE n."cardId" IS NOT NULL AND c.id = n."cardId" AND c.site_id = ${siteId}::uuid
        AND ${inScope(scope, "c.site_id")}
      UNION ALL
      SELECT c.* FROM cards c WHERE n."cardId" IS NULL AND c.site_id = ${siteId}::uuid
        AND lower(c.card_ref) COLLATE "C" = lower(n."cardRef") COLLATE "C" AND c.card_ref = n."cardRef"
        AND (n."accId" IS NULL OR c.acc_id = n."accId") AND ${inScope(scope, "c.site_id")}
    ) c ON TRUE
    LEFT JOIN LATERAL (
      SELECT u.id, u.external_reference FROM ${linkedUsers(scope)} u
      WHERE n."userId" IS NOT NULL AND u.id = n."userId" AND u.site_id = ${siteId}::uuid
        AND ${inScope(scope, "u.site_id")}
      UNION ALL
      SELECT u.id, u.external_reference FROM ${linkedUsers(scope)} u
      WHERE n."userId" IS NULL AND u.site_id = ${siteId}::uuid AND u.external_reference = n."externalReference"
        AND ${inScope(scope, "u.site_id")}
    ) u ON TRUE
    GROUP BY n.place, u.id, u.external_reference ORDER BY n.place`;
}
