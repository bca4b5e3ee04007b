import type pg from "pg";
import { z } from "zod";
import { PARTITION_LOCK } from "./locks";

/** A calendar month in UTC: from its first instant to the next month's. */
export interface Month {
  readonly from: Date;
  readonly to: Date;
}

/** Tables partitioned by month on a UUIDv7. None has a default partition: with one, DETACH CONCURRENTLY is refused. */
export type PartitionedTable = "delivery_bodies";

/** The state of a month's partition. `detaching`: a detach began and was interrupted. */
export type PartitionState = "none" | "attached" | "detaching" | "detached";

/** The first 48 bits of a UUIDv7 are milliseconds; this is the greatest. */
const LATEST_MS = 2 ** 48 - 1;
/** Where the server's role makes partitions if another role owns the schema of the tables (deploy/roles.sql). */
export const PARTITION_SCHEMA = "anytime_bodies";
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** The month in which a UUIDv7 was created, by the clock of the process that created it. */
export function monthOfId(id: string): Month {
  return monthOf(new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)));
}

/** The month of an instant, or one that is so many months later. */
export function monthOf(at: Date, later = 0): Month {
  const start = (months: number) => {
    const date = new Date(0);
    date.setUTCFullYear(at.getUTCFullYear(), at.getUTCMonth() + months, 1);
    return date;
  };
  return { from: start(later), to: start(later + 1) };
}

/** The partition of a month, such as delivery_bodies_2026_11. */
export function partitionName(table: PartitionedTable, { from }: Month): string {
  const month = String(from.getUTCMonth() + 1).padStart(2, "0");
  return `${table}_${String(from.getUTCFullYear()).padStart(4, "0")}_${month}`;
}

/**
 * A statement that creates the missing partitions of some months, also within a transaction. It never blocks writers:
 * ATTACH takes a weaker lock than CREATE TABLE … PARTITION OF. A partition that an interrupted detach left behind is
 * attached again.
 */
export function makePartitions(table: PartitionedTable, months: readonly Month[]): string {
  const made = new Map(months.map((month) => [partitionName(table, month), month]));
  return `DO $$ BEGIN ${[...made].map(([name, month]) => makePartition(table, name, month)).join("\n")} END $$`;
}

function makePartition(table: PartitionedTable, name: string, { from, to }: Month): string {
  const attached = `EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass('${name}') AND NOT inhdetachpending)`;
  // Checked before and after the lock, so that the usual case takes no lock.
  return `
    IF NOT ${attached} THEN
      PERFORM pg_advisory_xact_lock(${PARTITION_LOCK});
      IF NOT ${attached} THEN
        IF to_regclass('${name}') IS NULL THEN
          IF has_schema_privilege(current_schema(), 'CREATE') THEN
            CREATE TABLE ${name} (LIKE ${table} INCLUDING ALL);
          ELSE
            CREATE TABLE ${PARTITION_SCHEMA}.${name} (LIKE ${table} INCLUDING ALL);
          END IF;
        ELSIF EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass('${name}')) THEN
          ALTER TABLE ${table} DETACH PARTITION ${name} FINALIZE;
        END IF;
        ALTER TABLE ${table} ATTACH PARTITION ${name} FOR VALUES FROM ('${firstId(from)}') TO ('${firstId(to)}');
      END IF;
    END IF;`;
}

function firstId(at: Date): string {
  if (at.getTime() > LATEST_MS) return LAST_ID;
  const hex = at.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** Whether a `pg` error says that a row has no partition. */
export function isPartitionMissing(error: unknown, table: PartitionedTable): boolean {
  return z.object({ code: z.literal("23514"), table: z.literal(table) }).safeParse(error).success;
}

/** Reads the state of a month's partition. */
export async function readPartitionState(
  client: pg.ClientBase,
  table: PartitionedTable,
  month: Month,
): Promise<PartitionState> {
  const { rows } = await client.query<{ detaching: boolean | null }>(
    `SELECT inhdetachpending AS detaching FROM pg_class c LEFT JOIN pg_inherits ON inhrelid = c.oid
     WHERE c.oid = to_regclass($1)`,
    [partitionName(table, month)],
  );
  if (rows[0] === undefined) return "none";
  if (rows[0].detaching === null) return "detached";
  return rows[0].detaching ? "detaching" : "attached";
}

/**
 * Detaches a month's partition while other sessions work, or finishes an interrupted detach. Holds the partition lock,
 * so that nobody attaches it again meanwhile.
 *
 * @param client a direct connection with a `lock_timeout`, outside a transaction
 */
export async function detachPartition(
  client: pg.ClientBase,
  table: PartitionedTable,
  month: Month,
): Promise<void> {
  await client.query("SELECT pg_advisory_lock($1)", [PARTITION_LOCK]);
  try {
    const state = await readPartitionState(client, table, month);
    const detach = `ALTER TABLE ${table} DETACH PARTITION ${partitionName(table, month)}`;
    if (state === "attached") await client.query(`${detach} CONCURRENTLY`);
    if (state === "detaching") await client.query(`${detach} FINALIZE`);
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [PARTITION_LOCK]);
  }
}

/** Drops a month's partition if it is still detached. @returns whether it is gone */
export async function dropDetached(
  client: pg.ClientBase,
  table: PartitionedTable,
  month: Month,
): Promise<boolean> {
  await client.query("SELECT pg_advisory_lock($1)", [PARTITION_LOCK]);
  try {
    const state = await readPartitionState(client, table, month);
    if (state === "detached") await client.query(`DROP TABLE ${partitionName(table, month)}`);
    return state === "detached" || state === "none";
  } finally {
    await client.query("SELECT pg_advisory_unlock($1)", [PARTITION_LOCK]);
  }
}
