import { insistOnSite, type Scope } from "@/lib/db/access/scope";
import { type Db, jsonRows, Prisma } from "@/lib/db/connect/client";
import { LIVE_LOCK } from "@/lib/db/locks";
import { holdLock } from "@/lib/db/take-lock";

/** The kinds of changes that open pages hear about. */
export type LiveKind =
  | "transaction"
  | "delivery"
  | "card"
  | "token"
  | "linked_user"
  | "connect_session"
  | "job";

/** One change. It has only ids: the rest is read when it is shown. */
export interface LiveChange {
  readonly siteId: string;
  readonly kind: LiveKind;
  readonly entityId: string;
}

/** The channel that the hub of every process listens on. */
export const LIVE_CHANNEL = "anytime_live";

/**
 * Tells open pages what changed, if and when the transaction commits.
 * Must be the last statement of the transaction: ids are given under one advisory lock held until commit, so that
 * their order is commit order and a reconnecting browser misses nothing.
 */
export async function publish(scope: Scope, tx: Db, changes: readonly LiveChange[]): Promise<void> {
  if (changes.length === 0) return;
  for (const { siteId } of changes) insistOnSite(scope, siteId);
  const distinct = new Map(changes.map((change) => [`${change.kind}:${change.entityId}`, change]));
  await holdLock(tx, LIVE_LOCK);
  await tx.$executeRaw(Prisma.sql`
    WITH inserted AS (
      INSERT INTO live_events (site_id, kind, entity_id, created_at)
      SELECT "siteId", kind, "entityId", now()
      FROM jsonb_to_recordset(${jsonRows([...distinct.values()].map((change) => ({ ...change })))}::jsonb)
        AS change("siteId" uuid, kind text, "entityId" uuid)
      RETURNING id
    )
    SELECT pg_notify(${LIVE_CHANNEL}, max(id)::text) FROM inserted`);
}
