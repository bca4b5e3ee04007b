import { inScope, type Scope, type SystemScope, siteWhere } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** Whether anything needs folding again: this is asked far more often than it is true. */
export async function isRefoldDue(_: SystemScope, db: Db): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`SELECT 1 FROM deliveries WHERE refold_at <= now() LIMIT 1`;
  return rows.length > 0;
}

/** The next delivery whose entity needs folding again, with all others of the same data; null if there is none. */
export async function takeRefold(_: SystemScope, tx: Db): Promise<{ id: string; same: string[] } | null> {
  const [row] = await tx.$queryRaw<{ id: string; same: string[] }[]>`
    SELECT d.id, ARRAY(SELECT e.id FROM deliveries e
      WHERE e.site_id = d.site_id AND e.pair_digest = d.pair_digest AND e.digest = d.digest
        AND e.verdict <> 'quarantined') AS same
    FROM deliveries d WHERE d.refold_at <= now() ORDER BY d.refold_at LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED`;
  return row ?? null;
}

/** Requests that the entities of deliveries are folded again. */
export async function requestRefold(_: SystemScope, tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`UPDATE deliveries SET refold_at = now() WHERE id = ANY(${[...ids]}::uuid[])`;
}

/** Records that a delivery's entity was folded again. */
export async function endRefold(_: SystemScope, tx: Db, id: string): Promise<void> {
  await tx.delivery.updateMany({ where: { id }, data: { refoldAt: null } });
}

/** Postpones what could not be done, so that it does not block the rest. */
export async function postponeRefold(_: SystemScope, db: Db): Promise<void> {
  await db.$executeRaw`
    UPDATE deliveries SET refold_at = now() + interval '1 minute' WHERE id = (
      SELECT id FROM deliveries WHERE refold_at <= now() ORDER BY refold_at LIMIT 1)`;
}

/**
 * Gives the rows written from deliveries of the same data the earliest of their dates.
 *
 * @returns the tokens and the transactions whose history they are in
 */
export async function dateByEarliest(_: SystemScope, tx: Db, ids: readonly string[]) {
  const rows = await tx.$queryRaw<{ tokenId: string | null; transactionId: string | null }[]>`
    WITH earliest AS (
      SELECT min(bank_created_at) AS at FROM deliveries WHERE id = ANY(${[...ids]}::uuid[])
    ), events AS (
      UPDATE api_token_events SET fold_created_at = COALESCE(earliest.at, fold_created_at) FROM earliest
      WHERE delivery_id = ANY(${[...ids]}::uuid[]) RETURNING token_id
    ), versions AS (
      UPDATE transaction_versions SET fold_created_at = COALESCE(earliest.at, fold_created_at) FROM earliest
      WHERE delivery_id = ANY(${[...ids]}::uuid[]) RETURNING transaction_id
    )
    SELECT token_id AS "tokenId", NULL::uuid AS "transactionId" FROM events
    UNION SELECT NULL, transaction_id FROM versions`;
  return {
    tokens: rows.flatMap(({ tokenId }) => tokenId ?? []),
    transactions: rows.flatMap(({ transactionId }) => transactionId ?? []),
  };
}

/**
 * Lets any version replace the values of transactions that are not those of their greatest version.
 * One that the bank's API said something about is not meant: it is folded from all its versions.
 *
 * @returns the deliveries of those greatest versions, which must be applied again
 */
export async function yieldToGreatest(
  _: SystemScope,
  tx: Db,
  transactionIds: readonly string[],
): Promise<string[]> {
  if (transactionIds.length === 0) return [];
  const rows = await tx.$queryRaw<{ deliveryId: string }[]>`
    WITH greatest AS (
      SELECT DISTINCT ON (transaction_id) transaction_id, delivery_id, fold_timestamp, fold_created_at, fold_digest
      FROM transaction_versions WHERE transaction_id = ANY(${[...transactionIds]}::uuid[])
      ORDER BY transaction_id, fold_timestamp DESC, fold_created_at DESC, fold_digest DESC, id
    )
    UPDATE card_transactions t SET fold_timestamp = '-Infinity' FROM greatest g
    WHERE t.id = g.transaction_id AND NOT t.fetched AND g.delivery_id IS NOT NULL AND (t.fold_timestamp, t.fold_created_at, t.fold_digest)
      IS DISTINCT FROM (g.fold_timestamp, g.fold_created_at, g.fold_digest)
    RETURNING g.delivery_id AS "deliveryId"`;
  return rows.map(({ deliveryId }) => deliveryId);
}

/** Ids of processed deliveries whose references wait for one of these keys, in order. */
export async function listUnopened(
  scope: Scope,
  tx: Db,
  kids: readonly string[],
  after: string,
  limit: number,
): Promise<string[]> {
  const events = await tx.apiTokenEvent.findMany({
    where: { referenceKid: { in: [...kids] }, deliveryId: { gt: after }, delivery: siteWhere(scope) },
    orderBy: { deliveryId: "asc" },
    take: limit,
    select: { deliveryId: true },
  });
  return events.map(({ deliveryId }) => deliveryId);
}

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
