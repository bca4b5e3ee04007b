import { type Db, Prisma } from "@/lib/db/client";
import { newId } from "@/lib/db/id";
import { inScope, type Scope } from "@/lib/db/scope";

/** What staff may decide of a delivery. */
export type Decision = "released" | "discarded" | "judged_again" | "replayed";

/** A delivery that something is to be decided of, locked until the transaction ends. */
export interface DecidableDelivery {
  readonly id: string;
  readonly siteId: string;
  readonly verdict: "accepted" | "held" | "quarantined";
  readonly processing: "pending" | "done" | "parked" | "none";
  readonly decision: string | null;
  readonly hashLeg: string;
  readonly receivedAt: Date;
  readonly contentType: string | null;
  readonly userAgent: string | null;
  readonly sourceAddress: string | null;
  readonly peerAddress: string | null;
  readonly forwardedFor: string | null;
  readonly bodySealed: Uint8Array;
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
      body_sealed AS "bodySealed", COALESCE(replay_of_id, id) AS "sealedAs"
    FROM deliveries d WHERE id = ANY(${[...ids]}::uuid[]) AND ${inScope(scope, "d.site_id")}
    ORDER BY id FOR UPDATE`;
}

/**
 * Makes a new delivery of an old one's bytes, to be processed. The old one is not changed.
 *
 * @returns the id of the new one
 */
export async function insertReplay(scope: Scope, tx: Db, id: string): Promise<string> {
  const replayId = newId();
  await tx.$executeRaw`
    INSERT INTO deliveries (id, site_id, received_at, digest, pair_digest, verdict, verdict_reason, answer_status,
      event_name, reference, bank_timestamp, bank_created_at, current_try, max_tries, content_type, user_agent,
      encoding, body_sealed, body_size, source_address, peer_address, forwarded_for, address_leg, hash_leg, hash_rendering, pair_leg, age_seconds,
      processing, replay_of_id)
    SELECT ${replayId}::uuid, site_id, now(), digest, pair_digest, 'accepted', NULL, answer_status, event_name,
      reference, bank_timestamp, bank_created_at, current_try, max_tries, content_type, user_agent, encoding, body_sealed,
      body_size, source_address, peer_address, forwarded_for, address_leg, hash_leg, hash_rendering, pair_leg, age_seconds, 'pending',
      COALESCE(replay_of_id, id)
    FROM deliveries d WHERE id = ${id}::uuid AND ${inScope(scope, "d.site_id")}`;
  return replayId;
}

/** Writes down what was decided, by whom and why. */
export async function markDecided(
  scope: Scope,
  tx: Db,
  id: string,
  decision: Decision,
  reason: string,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE deliveries d SET decision = ${decision}, decision_reason = ${reason}, decided_at = now(),
      decided_by_id = ${scope.actor.id}::uuid
    WHERE id = ${id}::uuid AND ${inScope(scope, "d.site_id")}`;
}

/** Ids of deliveries that wait for a decision of a kind, oldest first. */
export async function listUndecided(
  scope: Scope,
  db: Db,
  kind: "held" | "quarantined" | "parked",
  limit: number,
): Promise<string[]> {
  const which =
    kind === "parked"
      ? Prisma.sql`d.processing = 'parked'`
      : Prisma.sql`d.verdict = ${kind}::delivery_verdict`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM deliveries d WHERE ${which} AND d.decision IS NULL AND ${inScope(scope, "d.site_id")}
    ORDER BY id LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}
