import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { UnknownKeyError } from "@/lib/crypto/key-ring";
import { open, SealBrokenError } from "@/lib/crypto/seal";
import type { Scope } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { type LiveChange, publish } from "@/lib/live/publish";
import { readSite } from "@/lib/sites/finding/receiving-site";
import { createOffsets } from "@/lib/webhooks/receive/clock-offset";
import { insertWithin } from "@/lib/webhooks/receive/inbox-store";
import { judgeByTheirClock, type ReceiveDependencies } from "@/lib/webhooks/receive/receive";
import {
  type DecidableDelivery,
  endWaiting,
  insertReplays,
  lockDeliveries,
  markDecided,
} from "./decide-store";
import { type Decision, mayBeDecided } from "./decisions";

/** The result of a decision about several deliveries: how many it applied to, and why not to others. */
export interface DecisionResult {
  readonly done: number;
  /** Decided before, or the decision does not fit the delivery. */
  readonly skipped: number;
  /** Re-verified and refused again. */
  readonly refused: number;
}

/** A decision about deliveries, and its reason. */
export interface DecisionOrder<Kind extends Decision = Exclude<Decision, "judged_again">> {
  readonly ids: readonly string[];
  readonly decision: Kind;
  readonly reason: string;
}

/**
 * Decides about deliveries: `released` and `replayed` create a new one that is processed, `discarded` closes
 * the case. Each is audited with the reason, in the same transaction.
 */
export async function decideDeliveries(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  order: DecisionOrder,
): Promise<DecisionResult> {
  return database.prisma.$transaction(async (tx) => {
    const { result, fitting, changes } = await decideInTransaction(scope, tx, order);
    for (const delivery of fitting) await audit(scope, tx, keys, delivery, order.decision, order.reason);
    await publish(scope, tx, changes);
    return result;
  });
}

/** The same in the caller's transaction; the caller audits and publishes. */
export async function decideInTransaction(scope: Scope, tx: Db, order: DecisionOrder) {
  const deliveries = await lockDeliveries(scope, tx, order.ids);
  const fitting = deliveries.filter((delivery) => mayBeDecided(order.decision, delivery));
  const ids = fitting.map(({ id }) => id);
  const waiting = fitting.flatMap(({ id, processing }) => (processing === "waiting" ? id : []));
  await endWaiting(scope, tx, waiting);
  const copied = order.decision === "discarded" ? [] : ids.filter((id) => !waiting.includes(id));
  const made = await insertReplays(scope, tx, copied);
  // A delivery can be replayed any number of times; only what waited for staff is closed by it.
  const closed = fitting.filter(({ processing }) => order.decision !== "replayed" || processing === "parked");
  const closedIds = closed.map(({ id }) => id);
  await markDecided(scope, tx, closedIds, order.decision, order.reason);
  const changes = fitting.flatMap((delivery) =>
    [delivery.id, made.get(delivery.id)].flatMap((id) => (id === undefined ? [] : [changeOf(delivery, id)])),
  );
  const result: DecisionResult = { done: ids.length, skipped: order.ids.length - ids.length, refused: 0 };
  return { result, fitting, changes };
}

/**
 * Re-verifies quarantined deliveries under the current settings. One that passes is accepted as if it had just
 * arrived, so that a later try of the bank is its duplicate. One that cannot be opened, or finds no space,
 * counts as refused.
 */
export async function judgeAgain(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  deps: ReceiveDependencies,
  order: { ids: readonly string[]; reason: string },
): Promise<DecisionResult> {
  const result = { done: 0, skipped: 0, refused: 0 };
  for (const id of order.ids) {
    const judging = () =>
      database.prisma.$transaction(async (tx) => {
        const { outcome, changes } = await judgeOne(scope, tx, keys, deps, { ...order, id });
        await publish(scope, tx, changes);
        return outcome;
      });
    result[await inTurn(database, judging)] += 1;
  }
  return result;
}

const turns = new WeakMap<Database, Promise<unknown>>();

/** One at a time: they would wait for each other at the audit trail, each holding a connection that others need. */
function inTurn<T>(database: Database, act: () => Promise<T>): Promise<T> {
  const turn = (turns.get(database) ?? Promise.resolve()).then(act);
  turns.set(
    database,
    turn.catch(() => undefined),
  );
  return turn;
}

/** The same in the caller's transaction; the caller audits the whole, and tells open pages of it. */
export async function judgeAgainInTransaction(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  deps: ReceiveDependencies,
  order: { ids: readonly string[]; reason: string },
): Promise<DecisionResult> {
  const result = { done: 0, skipped: 0, refused: 0 };
  for (const id of order.ids)
    result[(await judgeOne(scope, tx, keys, deps, { ...order, id, auditEach: false })).outcome] += 1;
  return result;
}

/**
 * Re-verifies one in the caller's transaction, without another connection. The row stays locked until the
 * result is stored, so that nobody decides about it in between, and both are kept or neither. The caller publishes, at
 * the end: the lock of live events is taken after all others.
 */
async function judgeOne(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  deps: ReceiveDependencies,
  order: { id: string; reason: string; auditEach?: boolean },
): Promise<{ outcome: keyof DecisionResult; changes: LiveChange[] }> {
  const not = (outcome: "skipped" | "refused") => ({ outcome, changes: [] });
  const [delivery] = await lockDeliveries(scope, tx, [order.id]);
  if (delivery === undefined || !mayBeDecided("judged_again", delivery)) return not("skipped");
  const [site, body] = [await readSite(tx, deps.ring, delivery.siteId), openBody(deps, delivery)];
  if (site === null) return not("skipped");
  if (body === null) return not("refused");
  const sent = {
    contentType: delivery.contentType ?? undefined,
    body,
    userAgent: delivery.userAgent ?? undefined,
    peer: delivery.peerAddress ?? delivery.sourceAddress,
    forwardedFor: delivery.forwardedFor,
    receivedAt: delivery.receivedAt,
  };
  const judged = await judgeByTheirClock({ ...deps, offsets: createOffsets(tx) }, site, sent);
  if (judged.credentialId !== null) deps.deliveryMetrics.used(judged.credentialId);
  if (judged.refusal !== null) return not("refused");
  if ((await insertWithin(scope, tx, judged.delivery)) === "no_room") return not("refused");
  await markDecided(scope, tx, [delivery.id], "judged_again", order.reason);
  if (order.auditEach !== false) await audit(scope, tx, keys, delivery, "judged_again", order.reason);
  return { outcome: "done", changes: [changeOf(delivery, delivery.id)] };
}

/** null if this process lacks its key, or the stored bytes were changed or removed. */
function openBody(deps: ReceiveDependencies, delivery: DecidableDelivery): Buffer | null {
  if (delivery.bodySealed === null) return null;
  const place = { table: "deliveries", row: delivery.sealedAs, site: delivery.siteId };
  try {
    return open(deps.ring, place, delivery.bodySealed);
  } catch (error) {
    if (error instanceof UnknownKeyError || error instanceof SealBrokenError) return null;
    throw error;
  }
}

function changeOf(delivery: DecidableDelivery, id: string): LiveChange {
  return { siteId: delivery.siteId, kind: "delivery", entityId: id };
}

async function audit(
  scope: Scope,
  tx: Db,
  keys: AuditKeys,
  delivery: DecidableDelivery,
  decision: Decision,
  reason: string,
): Promise<void> {
  await recordAudit(scope, tx, keys, {
    action: `delivery.${decision}`,
    outcome: "done",
    siteId: delivery.siteId,
    targetType: "delivery",
    targetId: delivery.id,
    details: { reason },
  });
}
