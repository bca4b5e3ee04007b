import { inScope, type Scope, type SystemScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { LiveKind } from "./publish";

/** A stored live event. */
export interface StoredLiveEvent {
  readonly id: bigint;
  readonly siteId: string;
  readonly kind: LiveKind;
  readonly entityId: string;
}

/** Events after an id, oldest first. */
export async function readLiveEvents(
  scope: Scope,
  db: Db,
  after: bigint,
  limit: number,
): Promise<StoredLiveEvent[]> {
  return db.$queryRaw<StoredLiveEvent[]>`
    SELECT id, site_id AS "siteId", kind, entity_id AS "entityId" FROM live_events
    WHERE id > ${after} AND ${inScope(scope, "site_id")} ORDER BY id LIMIT ${limit}`;
}

/** The oldest and newest stored ids; both 0 if there are none. */
export async function readLiveBounds(_: SystemScope, db: Db): Promise<{ oldest: bigint; newest: bigint }> {
  const { _min, _max } = await db.liveEvent.aggregate({ _min: { id: true }, _max: { id: true } });
  return { oldest: _min.id ?? 0n, newest: _max.id ?? 0n };
}
