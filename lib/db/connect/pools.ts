import type pg from "pg";
import { newId } from "@/lib/db/id";
import type { Limits } from "@/lib/db/limits";
import { type Database, openDatabase } from "./client";
import type { Purpose } from "./connection";
import { sharePools } from "./pool-sizes";
import { followReplica, type ReadReplica, readFromPrimary } from "./read-replica";

/** The pools of a process, so that none waits for another. Each exists once. */
export interface Databases {
  /** The bank's door: finding the site of a delivery, and storing it. Nothing else. */
  readonly intake: Database;
  /** Pages, actions, the partner's API, connect pages. */
  readonly staff: Database;
  /** Processing, jobs, counts, live updates. */
  readonly background: Database;
  /** Lists, searches and exports are read through it: from a replica if there is one. */
  readonly reads: ReadReplica;
  /** The pools by name, for metrics. */
  readonly pools: Readonly<Record<string, pg.Pool>>;
  close(): Promise<void>;
}

const INTAKE: Limits = { statement: 4_000, lock: 3_000, idleInTransaction: 5_000, answer: 5_000 };
const STAFF: Limits = { statement: 15_000, lock: 5_000, idleInTransaction: 15_000, answer: 20_000 };
const BACKGROUND: Limits = { statement: 60_000, lock: 15_000, idleInTransaction: 15_000, answer: 70_000 };
/** The door and readers of the replica must notice soon that a server is gone, to have time for another attempt. */
const BRIEF_CONNECT_MS = 2_000;

/** Opens a process's pools. Together with the LISTEN connection they hold at most so many connections. */
export function openDatabases(url: string, connections: number, replicaUrl: string | null = null): Databases {
  const sizes = sharePools(connections);
  const intake = openPool(url, "intake", sizes.intake, INTAKE, { connect: BRIEF_CONNECT_MS });
  const background = openPool(url, "background", sizes.background, BACKGROUND);
  const staff = openPool(url, "staff", sizes.staff, STAFF, { cancelBy: background.pool });
  const replica = replicaUrl === null ? null : openReplica(replicaUrl, sizes.staff);
  return {
    intake,
    staff,
    background,
    reads: replica === null ? readFromPrimary(staff) : followReplica(staff, replica),
    pools: {
      intake: intake.pool,
      staff: staff.pool,
      background: background.pool,
      ...(replica !== null && { replica: replica.pool }),
    },
    close: async () => {
      await Promise.all([intake, staff, background, replica].map((each) => each?.close()));
    },
  };
}

function openPool(
  url: string,
  pool: string,
  size: number,
  limits: Limits,
  more: Pick<Purpose, "connect" | "cancelBy"> = {},
): Database {
  // The last part distinguishes pools of one kind: a process with two of them would show two.
  const name = `anytime-dashboard ${pool} ${newId().slice(-12)}`;
  return openDatabase(url, size, { name, limits, ...more });
}

/** As large as the pool whose reads it takes; another cancels the reads of those who left, on the same server. */
function openReplica(url: string, size: number): Database {
  const by = openPool(url, "cancel", 1, STAFF, { connect: BRIEF_CONNECT_MS });
  const replica = openPool(url, "replica", size, STAFF, { connect: BRIEF_CONNECT_MS, cancelBy: by.pool });
  const close = async () => void (await Promise.all([replica.close(), by.close()]));
  return { ...replica, close };
}

/** How many connections a server allows, and how many a replica wants; null if there are enough. */
export async function findTooFew(
  { pool }: Database,
  connections: number,
): Promise<{ room: number; connections: number } | null> {
  const { rows } = await pool.query<{ room: number }>(`
    SELECT sum(setting::int * CASE name WHEN 'max_connections' THEN 1 ELSE -1 END)::int AS room FROM pg_settings
    WHERE name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections')`);
  const room = rows[0]?.room ?? connections;
  return room < connections ? { room, connections } : null;
}
