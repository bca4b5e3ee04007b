import type pg from "pg";
import { log } from "@/lib/log";
import { adoptHistory, listForeign } from "./adopt-history";
import { applyIndex, applyInTransaction, type LockLimits, rebuildIndex } from "./apply-migration";
import { type IndexStatement, type MigrationFile, readMigrationFiles } from "./migration-files";
import { createHistory, type HistoryRow, listHistory } from "./migration-history";
import { type LockPatience, openMigrationClient, takeMigrationLock } from "./migration-lock";

/** Options that tests can change. */
export interface MigrateOptions {
  readonly root?: string;
  /** Leaves out trailing migrations that only make reads faster: they are built while the process already works. */
  readonly withoutSlow?: boolean;
  readonly patience?: LockPatience;
  readonly limits?: LockLimits;
}

type IndexFile = MigrationFile & { readonly concurrently: IndexStatement };

/** What remains to be done in a database. */
interface Plan {
  readonly history: readonly HistoryRow[];
  readonly foreign: readonly MigrationFile[];
  readonly pending: readonly MigrationFile[];
  readonly invalid: readonly IndexFile[];
}

/**
 * Applies the migrations of `prisma/migrations` that the database lacks, one process at a time.
 *
 * @param url Postgres connection URL of a direct (not pooled by transaction) connection
 * @returns names of the migrations applied now
 * @throws if the database cannot be reached; an Error with a sentence if it is not ours or a migration fails
 */
export async function applyMigrations(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const files = await readMigrationFiles(options.root ?? process.cwd());
  const client = await openMigrationClient(url);
  try {
    // Most starts have nothing to do, and wait for nobody.
    if (isDone(selectSoon(await planMigrations(client, files), options))) return [];
    await takeMigrationLock(client, options.patience);
    // Another process may have done it in the meantime.
    const plan = selectSoon(await planMigrations(client, files), options);
    return await carryOut(client, files, plan, options.limits);
  } finally {
    await client.end();
  }
}

/** Names of the migrations in the folder that the database has not finished. */
export async function missingMigrations(pool: pg.Pool, root = process.cwd()): Promise<string[]> {
  const files = await readMigrationFiles(root);
  const { rows } = await pool.query<{ name: string }>(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL",
  );
  const applied = new Set(rows.map((row) => row.name));
  return files.map(({ name }) => name).filter((name) => !applied.has(name));
}

async function planMigrations(client: pg.Client, files: readonly MigrationFile[]): Promise<Plan> {
  const history = await listHistory(client);
  const foreign = listForeign(files, history);
  const finished = new Set(history.flatMap(({ name, state }) => (state === "finished" ? [name] : [])));
  const pending = files.filter((file) => !finished.has(file.name) && !foreign.includes(file));
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_index JOIN pg_class c ON c.oid = indexrelid
     WHERE NOT indisvalid AND c.relnamespace = current_schema()::regnamespace`,
  );
  const broken = new Set(rows.map(({ name }) => name));
  const invalid = files.filter(isIndexFile).filter(({ name, concurrently: { verb, index } }) => {
    return verb === "create" && finished.has(name) && broken.has(index);
  });
  return { history, foreign, pending, invalid };
}

/** The part of a plan that a process needs to work. In a new database nothing takes long. */
function selectSoon(plan: Plan, { withoutSlow = false }: MigrateOptions): Plan {
  if (!withoutSlow || plan.history.length === 0) return plan;
  const last = plan.pending.findLastIndex((file) => !isOnlyForSpeed(file));
  return {
    ...plan,
    pending: plan.pending.slice(0, last + 1),
    invalid: plan.invalid.filter((file) => !isOnlyForSpeed(file)),
  };
}

function isOnlyForSpeed({ concurrently }: MigrationFile): boolean {
  return concurrently !== null && concurrently.verb === "create" && !concurrently.unique;
}

function isIndexFile(file: MigrationFile): file is IndexFile {
  return file.concurrently !== null;
}

function isDone({ foreign, pending, invalid }: Plan): boolean {
  return foreign.length + pending.length + invalid.length === 0;
}

async function carryOut(
  client: pg.Client,
  files: readonly MigrationFile[],
  { history, foreign, pending, invalid }: Plan,
  limits: LockLimits | undefined,
): Promise<string[]> {
  await refuseWithoutRights(client);
  await createHistory(client);
  if (foreign.length > 0) {
    await adoptHistory(client, files, history, foreign);
    log.info("the database was created by other migrations and equals ours: it was adopted");
  }
  for (const file of invalid) await rebuildIndex(client, file, limits);
  for (const file of pending) {
    const begun = history.find(({ name, state }) => name === file.name && state === "begun");
    if (isIndexFile(file)) await applyIndex(client, file, begun, limits);
    else if (begun === undefined) await applyInTransaction(client, file, limits);
    else throw new Error(halfWaySentence(file.name));
  }
  return pending.map(({ name }) => name);
}

/** Where two roles share the database, the server's own can read what is missing and do nothing about it. */
async function refuseWithoutRights(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ may: boolean | null }>(
    "SELECT has_schema_privilege(current_schema(), 'CREATE') AS may",
  );
  if (rows[0]?.may !== false) return;
  throw new Error(
    "The database lacks migrations, and this role may create nothing in it. Run npm run db:migrate with " +
      "MIGRATE_DATABASE_URL, the role that owns the tables (docs/operations.md), and start again.",
  );
}

/** We record a migration in the transaction that applies it, so another tool began this one, in an unknown way. */
function halfWaySentence(name: string): string {
  return (
    `Another tool began migration ${name} and did not finish. Undo what it did of it, then run ` +
    `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '${name}' AND finished_at IS NULL; ` +
    "and start again."
  );
}
