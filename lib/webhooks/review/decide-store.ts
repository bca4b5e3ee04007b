import { type Db, jsonRows, Prisma } from "@/lib/db/client";
import { newId } from "@/lib/db/id";
import { inScope, type Scope } from "@/lib/db/scope";
import { BODY_SEALED, makeRoomForBodies } from "@/lib/webhooks/receive/bodies-store";

/** What staff can decide about a delivery. */
export type Decision = "released" | "discarded" | "judged_again" | "replayed";

/** A delivery to decide about, locked until the transaction ends. */
export interface DecidableDelivery {
  readonly id: string;
  readonly siteId: string;
  readonly verdict: "accepted" | "held" | "quarantined";
  readonly processing: "pending" | "done" | "parked" | "none" | "waiting";
  readonly decision: string | null;
  readonly hashLeg: string;
  readonly receivedAt: Date;
  readonly contentType: string | null;
  readonly userAgent: string | null;
  readonly sourceAddress: string | null;
  readonly peerAddress: string | null;
  readonly forwardedFor: string | null;
  /** null where it was removed. */
  readonly bodySealed: Uint8Array | null;
  readonly sealedAs: string;
}

/** Reads and locks deliveries by id, in id order; those out of scope are left out. */
export async function lockDeliveries(
  scope: Scope,
  tx: Db,
  ids: readonly string[],
): Promise<DecidableDelivery[]> {
  return tx.$queryRaw<DecidableDelivery[]>`
    SELECT id, site_id AS "siteId", verdict::text AS verdict, processing::text AS processing, decision,
      hash_leg AS "hashLeg",
      received_at AS "receivedAt", content_type AS "contentType", user_agent AS "userAgent", source_address AS "sourceAddress",
      peer_address AS "peerAddress", forwarded_for AS "forwardedFor",
      ${Prisma.raw(BODY_SEALED)} AS "bodySealed", COALESCE(replay_of_id, id) AS "sealedAs"
    FROM deliveries d WHERE id = ANY(${[...ids]}::uuid[]) AND ${inScope(scope, "d.site_id")}
    ORDER BY id FOR UPDATE`;
}

/**
 * Creates new deliveries from the bodies of old ones, to be processed. The old ones do not change. Those whose body was
 * removed are left out.
 *
 * @returns the id of each new one, by the id of the old one
 */
export async function insertReplays(
  scope: Scope,
  tx: Db,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const pairs = ids.map((id) => ({ id, replayId: newId() }));
  await makeRoomForBodies(
    scope,
    tx,
    pairs.map(({ replayId }) => replayId),
  );
  const made = await tx.$queryRaw<{ id: string }[]>`
    WITH old AS MATERIALIZED (
      SELECT d.*, p."replayId", b.sealed FROM jsonb_to_recordset(${jsonRows(pairs)}::jsonb) AS p(id uuid, "replayId" uuid)
      JOIN deliveries d ON d.id = p.id JOIN delivery_bodies b ON b.id = COALESCE(d.body_id, d.id)
      WHERE ${inScope(scope, "d.site_id")}
    ), bodies AS (INSERT INTO delivery_bodies (id, sealed) SELECT "replayId", sealed FROM old)
    INSERT INTO deliveries (id, site_id, received_at, digest, pair_digest, verdict, verdict_reason, answer_status,
      event_name, reference, bank_timestamp, bank_created_at, current_try, max_tries, content_type, user_agent,
      encoding, body_size, source_address, peer_address, forwarded_for, address_leg, hash_leg,
      hash_rendering, pair_leg, age_seconds, processing, replay_of_id)
    SELECT "replayId", site_id, now(), digest, pair_digest, 'accepted', NULL, answer_status, event_name,
      reference, bank_timestamp, bank_created_at, current_try, max_tries, content_type, user_agent, encoding,
      body_size, source_address, peer_address, forwarded_for, address_leg, hash_leg, hash_rendering, pair_leg,
      age_seconds, 'pending', COALESCE(replay_of_id, id)
    FROM old RETURNING id`;
  const kept = new Set(made.map(({ id }) => id));
  return new Map(pairs.flatMap(({ id, replayId }) => (kept.has(replayId) ? [[id, replayId]] : [])));
}

/** Lets scheduled deliveries take effect now. */
export async function endWaiting(scope: Scope, tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    UPDATE deliveries d SET processing = 'pending', attempts = 0, next_attempt_at = NULL
    WHERE id = ANY(${[...ids]}::uuid[]) AND processing = 'waiting' AND ${inScope(scope, "d.site_id")}`;
}

/** Stores a decision, by whom and why; an earlier decision stays. */
export async function markDecided(
  scope: Scope,
  tx: Db,
  ids: readonly string[],
  decision: Decision,
  reason: string,
): Promise<void> {
  if (ids.length === 0) return;
  await tx.$executeRaw`
    UPDATE deliveries d SET decision = ${decision}, decision_reason = ${reason}, decided_at = now(),
      decided_by_id = ${scope.actor.id}::uuid
    WHERE id = ANY(${[...ids]}::uuid[]) AND decision IS NULL AND ${inScope(scope, "d.site_id")}`;
}
