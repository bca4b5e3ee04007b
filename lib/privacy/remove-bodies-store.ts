import type pg from "pg";
import type { SystemScope } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { type Month, partitionName } from "@/lib/db/partitions";

/** A body to keep: its delivery, its id now, and its id after the move. */
interface Move {
  readonly deliveryId: string;
  readonly from: string;
  readonly to: string;
}

const BATCH = 500;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";
/**
 * Deliveries `d` whose body is still needed: to process or fold it, for staff to decide on it, or because it arrived
 * after the month of its id (a clock was wrong). `$1` is the end of the month.
 */
const WANTED = `(d.processing IN ('pending', 'waiting') OR d.refold_at IS NOT NULL OR d.received_at >= $1
  OR d.decision IS NULL AND (d.verdict IN ('held', 'quarantined') OR d.processing = 'parked')
  OR EXISTS (SELECT 1 FROM api_token_events e WHERE e.delivery_id = d.id AND e.reference_kid IS NOT NULL))`;

/** Moves the bodies still needed from a month's partition, attached or not, to this month's. @returns how many */
export async function moveWanted(_: SystemScope, client: pg.ClientBase, month: Month): Promise<number> {
  const partition = partitionName("delivery_bodies", month);
  let moved = 0;
  for (let after: string | undefined = FIRST_ID; after !== undefined; ) {
    await client.query("BEGIN");
    try {
      const moves = await listWanted(client, partition, month, after);
      await move(client, partition, moves);
      await client.query("COMMIT");
      moved += moves.length;
      after = moves.at(-1)?.from;
    } catch (error) {
      await client.query("ROLLBACK");
      throw error;
    }
  }
  return moved;
}

async function listWanted(
  client: pg.ClientBase,
  partition: string,
  { to }: Month,
  after: string,
): Promise<Move[]> {
  const { rows } = await client.query<{ deliveryId: string; from: string }>(
    `SELECT d.id AS "deliveryId", b.id AS "from" FROM ${partition} b JOIN deliveries d ON d.id = b.id OR d.body_id = b.id
     WHERE b.id > $2 AND ${WANTED} ORDER BY b.id LIMIT ${BATCH} FOR NO KEY UPDATE OF d`,
    [to, after],
  );
  return rows.map((row) => ({ ...row, to: newId() }));
}

async function move(client: pg.ClientBase, partition: string, moves: readonly Move[]): Promise<void> {
  await client.query(
    `WITH m AS MATERIALIZED (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS m("deliveryId" uuid, "from" uuid, "to" uuid)
     ), gone AS (
       DELETE FROM ${partition} b USING m WHERE b.id = m."from" RETURNING m."to", b.sealed
     ), kept AS (
       INSERT INTO delivery_bodies (id, sealed) SELECT "to", sealed FROM gone
     )
     UPDATE deliveries d SET body_id = m."to" FROM m WHERE d.id = m."deliveryId"`,
    [JSON.stringify(moves)],
  );
}
