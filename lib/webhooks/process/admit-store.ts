import { type Db, Prisma } from "@/lib/db/client";
import { inScope, type Scope } from "@/lib/db/scope";

const ADMIT = Prisma.sql`UPDATE deliveries d SET verdict = 'accepted', verdict_reason = NULL, processing = 'pending'
  FROM api_tokens t WHERE t.site_id = d.site_id AND t.fingerprint = d.revokes
    AND d.verdict = 'held' AND d.decision IS NULL AND d.revokes IS NOT NULL`;

/**
 * Releases held revocations of tokens that we now hold: if they had arrived after the token, they would not
 * have been held, and the order of arrival must not matter.
 *
 * @param fingerprints of tokens that were just created
 */
export async function admitRevocations(scope: Scope, tx: Db, fingerprints: readonly Uint8Array[]) {
  if (fingerprints.length === 0) return [];
  return tx.$queryRaw<{ id: string; siteId: string }[]>`
    ${ADMIT} AND d.revokes = ANY(${fingerprints.map((bytes) => Buffer.from(bytes))}::bytea[])
      AND ${inScope(scope, "d.site_id")}
    RETURNING d.id, d.site_id AS "siteId"`;
}

/** The same for all tokens: a revocation may have been stored at the moment its token was. */
export async function admitAllRevocations(scope: Scope, db: Db): Promise<void> {
  await db.$executeRaw`${ADMIT} AND ${inScope(scope, "d.site_id")}`;
}
