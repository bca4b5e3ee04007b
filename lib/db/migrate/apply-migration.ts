import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { faultOf } from "@/lib/db/fault";
import { log } from "@/lib/log";
import type { IndexStatement, MigrationFile } from "./migration-files";
import { type HistoryRow, noteBegun, noteFinished, noteRolledBack } from "./migration-history";

/** How long a migration waits for a lock at a time, and how often it retries. */
export interface LockLimits {
  readonly waitMs: number;
  readonly tries: number;
  readonly pauseMs: number;
}

// A statement that waits for a table keeps all later ones waiting, and the bank waits for eight seconds. With the
// pauses, the attempts take about five minutes: longer than any of our queries may run.
const LIMITS: LockLimits = { waitMs: 1_000, tries: 60, pauseMs: 4_000 };

/**
 * Applies a migration in one transaction, including its note in `_prisma_migrations`. It waits only briefly for a lock
 * that others hold, so that nobody queues behind us for long, and retries.
 *
 * @throws Error with a sentence if it fails; nothing of it is left then
 */
export async function applyInTransaction(
  client: pg.Client,
  file: MigrationFile,
  limits: LockLimits = LIMITS,
): Promise<void> {
  await tryAgain(
    file,
    limits,
    async () => {
      await client.query("BEGIN");
      try {
        await client.query(`SET LOCAL lock_timeout = ${Math.round(limits.waitMs)}`);
        const id = await noteBegun(client, file);
        await client.query(file.sql);
        await noteFinished(client, id);
        await client.query("COMMIT");
      } catch (error) {
        await client.query("ROLLBACK");
        throw error;
      }
    },
    async (reason) => noteRolledBack(client, await noteBegun(client, file), reason),
  );
}

/**
 * Builds or drops an index concurrently, which no transaction can do. What an earlier attempt left behind is removed
 * first.
 *
 * @param begun the note of an attempt that never recorded its end
 * @throws Error with a sentence if it fails; no invalid index is left then
 */
export async function applyIndex(
  client: pg.Client,
  file: MigrationFile & { readonly concurrently: IndexStatement },
  begun: HistoryRow | undefined,
  limits: LockLimits = LIMITS,
): Promise<void> {
  const { verb, index } = file.concurrently;
  const id = begun?.id ?? (await noteBegun(client, file));
  const found = await findIndex(client, index);
  const done = verb === "create" ? found === "valid" : found === "none";
  // It was finished, but the process died before recording it.
  if (begun !== undefined && done) return noteFinished(client, id);
  await tryAgain(
    file,
    limits,
    async () => {
      if (verb === "create") await dropInvalid(client, index);
      await client.query(file.sql);
    },
    async (reason) => {
      await dropInvalid(client, index).catch(() => undefined); // the next start finds and drops it
      await noteRolledBack(client, id, reason);
    },
  );
  await noteFinished(client, id);
}

/** Rebuilds an index that exists but is invalid, as an interrupted rebuild leaves it. */
export async function rebuildIndex(
  client: pg.Client,
  file: MigrationFile & { readonly concurrently: IndexStatement },
  limits: LockLimits = LIMITS,
): Promise<void> {
  log.warn({ index: file.concurrently.index }, "an index is invalid: dropping and rebuilding it");
  await tryAgain(
    file,
    limits,
    async () => {
      await dropInvalid(client, file.concurrently.index);
      await client.query(file.sql);
    },
    () => dropInvalid(client, file.concurrently.index),
  );
}

async function dropInvalid(client: pg.Client, index: string): Promise<void> {
  if ((await findIndex(client, index)) !== "invalid") return;
  await client.query(`DROP INDEX CONCURRENTLY ${client.escapeIdentifier(index)}`);
}

async function findIndex(client: pg.Client, index: string): Promise<"none" | "valid" | "invalid"> {
  const { rows } = await client.query<{ valid: boolean }>(
    `SELECT indisvalid AS valid FROM pg_index JOIN pg_class c ON c.oid = indexrelid
     WHERE c.relname = $1 AND c.relnamespace = current_schema()::regnamespace`,
    [index],
  );
  if (rows[0] === undefined) return "none";
  return rows[0].valid ? "valid" : "invalid";
}

/** Repeats something until no other session blocks it, or patience ends. */
async function tryAgain(
  { name }: MigrationFile,
  limits: LockLimits,
  apply: () => Promise<void>,
  clearAway: (reason: string) => Promise<void>,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await apply();
    } catch (error) {
      const fault = faultOf(error);
      if (fault === "gone" || !(error instanceof Error)) throw error;
      const blocked = fault === "busy" || fault === "collision";
      if (!blocked || tries >= limits.tries) {
        await clearAway(error.message);
        throw new Error(blocked ? blockedSentence(name) : failedSentence(name, error), { cause: error });
      }
      log.info({ migration: name, tries }, "a table to be changed is in use: retrying");
      // Not in step with anything periodic.
      await sleep(limits.pauseMs * (0.75 + Math.random() / 2));
    }
  }
}

function blockedSentence(name: string): string {
  return (
    `Migration ${name} could not be applied: other sessions kept locking what it changes. Nothing of it is left. ` +
    "Look for long transactions in pg_stat_activity, end them, and start again."
  );
}

function failedSentence(name: string, { message }: Error): string {
  return `Migration ${name} failed: ${message}. Nothing of it is left. Fix the cause and start again.`;
}
