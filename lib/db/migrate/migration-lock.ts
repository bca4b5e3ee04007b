import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { createClient } from "@/lib/db/connect/connection";
import { isPooled, isShared } from "@/lib/db/connect/pooler";
import { MIGRATION_LOCK } from "@/lib/db/locks";
import { log } from "@/lib/log";

/** How long a replica waits for one that migrates, and how often it checks and reports. */
export interface LockPatience {
  readonly limitMs: number;
  readonly pollMs: number;
  readonly logMs: number;
}

const PATIENCE: LockPatience = { limitMs: 10 * 60_000, pollMs: 500, logMs: 10_000 };
/** Ends the session of a process that was stopped in the middle: a migrating session is never idle for long. */
const IDLE_SECONDS = 60;

const PURPOSE = { name: "anytime-dashboard migrate", connect: 10_000 };

/**
 * Opens a session for migrations: no limits on long statements, one on idling.
 *
 * @throws Error with a sentence if a pooler would give the session to others between two statements
 */
export async function openMigrationClient(url: string): Promise<pg.Client> {
  const client = createClient(url, PURPOSE);
  await client.connect();
  try {
    // Before anything is set or locked: it would stay with whoever gets the connection next.
    await refuseSharing(client, url);
  } catch (error) {
    await client.end();
    throw error;
  }
  // Set explicitly: the role or the database may have their own limits.
  await client.query(
    `SET statement_timeout = 0; SET lock_timeout = 0;
     SET idle_in_transaction_session_timeout = '${IDLE_SECONDS}s'; SET idle_session_timeout = '${IDLE_SECONDS}s'`,
  );
  return client;
}

async function refuseSharing(client: pg.Client, url: string): Promise<void> {
  if (!(await isPooled(client))) return;
  const other = createClient(url, PURPOSE);
  await other.connect();
  const shared = await isShared(client, other).finally(() => other.end());
  if (!shared) return;
  throw new Error(
    "The database is reached through a pooler that shares connections between transactions, and neither locks nor " +
      "live updates work over it. Set LISTEN_DATABASE_URL to an address that leads to Postgres itself.",
  );
}

/**
 * Takes the migration lock for a session, by polling instead of waiting: a session that waits in a statement holds a
 * snapshot, which an index build waits for in turn.
 *
 * @throws Error with a sentence if another session keeps it longer than the limit
 */
export async function takeMigrationLock(client: pg.Client, patience: LockPatience = PATIENCE): Promise<void> {
  const begun = Date.now();
  let told = 0;
  for (;;) {
    const { rows } = await client.query<{ got: boolean }>("SELECT pg_try_advisory_lock($1) AS got", [
      MIGRATION_LOCK,
    ]);
    if (rows[0]?.got === true) return;
    const waited = Date.now() - begun;
    if (waited > patience.limitMs) throw new Error(await sentenceAboutHolder(client, waited));
    if (told === 0 || Date.now() - told >= patience.logMs) {
      told = Date.now();
      const seconds = Math.round(waited / 1_000);
      log.info({ seconds }, "waiting for another process that migrates the database");
    }
    await sleep(patience.pollMs);
  }
}

async function sentenceAboutHolder(client: pg.Client, waited: number): Promise<string> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND classid = 0 AND objid = $1::bigint::oid
       AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [MIGRATION_LOCK],
  );
  const holder = rows[0] === undefined ? "" : ` (Postgres process ${rows[0].pid})`;
  return (
    `Another process${holder} has been migrating the database for ${Math.round(waited / 1_000)} seconds. ` +
    "Start again when it is done, or end it if it hangs."
  );
}
