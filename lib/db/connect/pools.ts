import { newId } from "@/lib/db/id";
import type { Limits } from "@/lib/db/limits";
import { type Database, openDatabase } from "./client";
import type { Purpose } from "./connection";
import { sharePools } from "./pool-sizes";

/** The pools of a process, so that none waits for another. Each exists once. */
export interface Databases {
  /** The bank's door: finding the site of a delivery, and storing it. Nothing else. */
  readonly intake: Database;
  /** Pages, actions, the partner's API, connect pages. */
  readonly staff: Database;
  /** Processing, jobs, counts, live updates. */
  readonly background: Database;
  close(): Promise<void>;
}

const INTAKE: Limits = { statement: 4_000, lock: 3_000, idleInTransaction: 5_000, answer: 5_000 };
const STAFF: Limits = { statement: 15_000, lock: 5_000, idleInTransaction: 15_000, answer: 20_000 };
const BACKGROUND: Limits = { statement: 60_000, lock: 15_000, idleInTransaction: 15_000, answer: 70_000 };
/** The door must notice soon that a server is gone, to have time for another attempt. */
const INTAKE_CONNECT_MS = 2_000;

/** Opens a process's pools. Together with the LISTEN connection they hold at most so many connections. */
export function openDatabases(url: string, connections: number): Databases {
  const sizes = sharePools(connections);
  const open = (
    pool: keyof typeof sizes,
    limits: Limits,
    more: Pick<Purpose, "connect" | "cancelBy"> = {},
  ): Database =>
    openDatabase(url, sizes[pool], {
      // The last part distinguishes pools of one kind: a process with two of them would show two.
      name: `anytime-dashboard ${pool} ${newId().slice(-12)}`,
      limits,
      ...more,
    });
  const intake = open("intake", INTAKE, { connect: INTAKE_CONNECT_MS });
  const background = open("background", BACKGROUND);
  const staff = open("staff", STAFF, { cancelBy: background.pool });
  return {
    intake,
    staff,
    background,
    close: async () => {
      await Promise.all([intake.close(), staff.close(), background.close()]);
    },
  };
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
