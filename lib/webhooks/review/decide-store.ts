import { inScope, type Scope, SYSTEM_SCOPE, siteWhere } from "@/lib/db/access/scope";
import { columnOf, insertList, type Stored, selectList } from "@/lib/db/column-lists";
import { DELIVERIES, REPLAYED } from "@/lib/db/columns";
import { type Db, type Delivery, jsonRows, Prisma } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { BODY_SEALED, makeRoomForBodies } from "@/lib/webhooks/receive/bodies-store";
import type { Decision } from "./decisions";

const DECIDABLE = [
  "id",
  "siteId",
  "verdict",
  "processing",
  "decision",
  "hashLeg",
  "receivedAt",
  "contentType",
  "userAgent",
  "sourceAddress",
  "peerAddress",
  "forwardedFor",
] as const;

/** A delivery to decide about, locked until the transaction ends. */
export interface DecidableDelivery extends Stored<Delivery, (typeof DECIDABLE)[number]> {
  /** null where it was removed. */
  readonly bodySealed: Uint8Array | null;
  /** The delivery that the body was sealed for: a replay carries its original's bytes. */
  readonly sealedAs: string;
}

/** Reads and locks deliveries by id, in id order; those out of scope are left out. */
export async function lockDeliveries(
  scope: Scope,
  tx: Db,
  ids: readonly string[],
): Promise<DecidableDelivery[]> {
  return tx.$queryRaw<DecidableDelivery[]>`
    SELECT ${Prisma.raw(selectList(DELIVERIES, "d", DECIDABLE))}, ${Prisma.raw(BODY_SEALED)} AS "bodySealed",
      COALESCE(d.replay_of_id, d.id) AS "sealedAs"
    FROM deliveries d WHERE id = ANY(${[...ids]}::uuid[]) AND ${inScope(scope, "d.site_id")}
    ORDER BY id FOR UPDATE`;
}

const REPLAY_COLUMNS = Prisma.raw(insertList(Object.keys(REPLAYED)));
const REPLAY_VALUES = Prisma.raw(
  Object.entries(REPLAYED)
    .map(([field, value]) => (value === "copied" ? `d.${columnOf(field)}` : value))
    .join(", "),
);

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
    SYSTEM_SCOPE,
    tx,
    pairs.map(({ replayId }) => replayId),
  );
  const made = await tx.$queryRaw<{ id: string }[]>`
    WITH old AS MATERIALIZED (
      SELECT d.*, p."replayId", b.sealed FROM jsonb_to_recordset(${jsonRows(pairs)}::jsonb) AS p(id uuid, "replayId" uuid)
      JOIN deliveries d ON d.id = p.id JOIN delivery_bodies b ON b.id = COALESCE(d.body_id, d.id)
      WHERE ${inScope(scope, "d.site_id")}
    ), bodies AS (INSERT INTO delivery_bodies (id, sealed) SELECT "replayId", sealed FROM old)
    INSERT INTO deliveries (${REPLAY_COLUMNS}) SELECT ${REPLAY_VALUES} FROM old d RETURNING id`;
  const kept = new Set(made.map(({ id }) => id));
  return new Map(pairs.flatMap(({ id, replayId }) => (kept.has(replayId) ? [[id, replayId]] : [])));
}

/** Lets scheduled deliveries take effect now. */
export async function endWaiting(scope: Scope, tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.delivery.updateMany({
    where: { id: { in: [...ids] }, processing: "waiting", ...siteWhere(scope) },
    data: { processing: "pending", attempts: 0, nextAttemptAt: null },
  });
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
