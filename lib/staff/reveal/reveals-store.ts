import { inScope, type Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/** A linked user's token, sealed. */
export interface RevealableToken {
  readonly siteId: string;
  readonly linkedUserId: string;
  readonly sealed: Uint8Array;
}

/** A token that the bank still accepts and that belongs to somebody; null if the scope has none by this id. */
export async function findRevealable(scope: Scope, tx: Db, tokenId: string): Promise<RevealableToken | null> {
  const [row] = await tx.$queryRaw<RevealableToken[]>`
    SELECT t.site_id AS "siteId", t.linked_user_id AS "linkedUserId", t.token_sealed AS sealed FROM api_tokens t
    WHERE t.id = ${tokenId}::uuid AND t.state = 'active' AND t.linked_user_id IS NOT NULL AND ${inScope(scope, "t.site_id")}`;
  return row ?? null;
}
