import type pg from "pg";
import { newId } from "@/lib/db/id";
import type { MigrationFile } from "./migration-files";

/** A row of `_prisma_migrations`. */
export interface HistoryRow {
  readonly id: string;
  readonly name: string;
  readonly checksum: string;
  readonly state: "finished" | "begun" | "rolled_back";
}

type Queryable = Pick<pg.ClientBase, "query">;

// As Prisma creates it, so that Prisma's own commands agree with us about what was applied.
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

export async function createHistory(db: Queryable): Promise<void> {
  await db.query(TABLE);
}

/** Every migration that was begun; empty if none was. */
export async function listHistory(db: Queryable): Promise<HistoryRow[]> {
  const { rows: tables } = await db.query<{ found: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found",
  );
  if (tables[0]?.found !== true) return [];
  const { rows } = await db.query<HistoryRow>(
    `SELECT id, migration_name AS name, checksum, CASE WHEN rolled_back_at IS NOT NULL THEN 'rolled_back'
       WHEN finished_at IS NOT NULL THEN 'finished' ELSE 'begun' END AS state
     FROM _prisma_migrations ORDER BY started_at`,
  );
  return rows;
}

/** Records that a migration is being applied. @returns the row's id */
export async function noteBegun(db: Queryable, { name, checksum }: MigrationFile): Promise<string> {
  const id = newId();
  await db.query("INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)", [
    id,
    checksum,
    name,
  ]);
  return id;
}

export async function noteFinished(db: Queryable, id: string): Promise<void> {
  await db.query(
    `UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1, logs = NULL
     WHERE id = $1`,
    [id],
  );
}

/** Records that nothing of a failed migration is left, and why: it will be applied again. */
export async function noteRolledBack(db: Queryable, id: string, reason: string): Promise<void> {
  await db.query(
    "UPDATE _prisma_migrations SET rolled_back_at = clock_timestamp(), logs = $2 WHERE id = $1",
    [id, reason],
  );
}

/** Records, like `prisma migrate resolve --applied`, that what a migration creates already exists. */
export async function noteAsApplied(db: Queryable, { name, checksum }: MigrationFile): Promise<void> {
  const { rowCount } = await db.query(
    "UPDATE _prisma_migrations SET checksum = $2 WHERE migration_name = $1 AND finished_at IS NOT NULL",
    [name, checksum],
  );
  if (rowCount !== 0) return;
  await db.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
     VALUES ($1, $2, $3, clock_timestamp())`,
    [newId(), checksum, name],
  );
}
