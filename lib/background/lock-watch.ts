import type pg from "pg";
import { LONGEST_TRANSACTION_MS, TRANSACTION_LOCKS } from "@/lib/db/locks";
import { log } from "@/lib/log";
import { createLoop, type Loop } from "./loop";

const LOOK_EVERY_MS = 4_000;
/** Longer than any normal transaction, so that only stuck ones are ended. */
const STUCK_AFTER_MS = LONGEST_TRANSACTION_MS + 2_000;

const END_STUCK = `
  SELECT pid, pg_terminate_backend(pid) AS ended FROM (
    SELECT DISTINCT a.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database() AND a.pid <> pg_backend_pid()
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (l.objsubid = 1 AND l.classid = 0 AND l.objid::bigint = ANY($1::bigint[])
        OR l.objsubid = 2 AND l.classid::bigint = ANY($1::bigint[]))
      AND a.xact_start < clock_timestamp() - make_interval(secs => $2)) stuck`;

/**
 * Looks regularly for transactions that have held one of our locks for longer than normal, and ends them: a process
 * that is frozen or cut off would block all others. Postgres's own limit on idle transactions does not catch all of
 * them: a server that is sending rows to a stopped process is not idle.
 */
export function createLockWatch(
  { pool }: { readonly pool: pg.Pool },
  { stuckAfterMs = STUCK_AFTER_MS, everyMs = LOOK_EVERY_MS } = {},
): Loop {
  const look = async (): Promise<void> => {
    const { rows } = await pool.query<{ pid: number }>(END_STUCK, [TRANSACTION_LOCKS, stuckAfterMs / 1_000]);
    for (const { pid } of rows)
      log.warn({ pid }, "a transaction held a lock for too long, like a frozen process: it was ended");
  };
  // If a check fails, the database is unavailable, and nobody holds anything there.
  return createLoop({ round: look, everyMs, restsFirst: true });
}
