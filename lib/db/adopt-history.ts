import type pg from "pg";
import { type Catalogue, findDifferences, readCatalogue } from "./catalogue";
import { newId } from "./id";
import type { MigrationFile } from "./migration-files";

/** What `_prisma_migrations` says was applied to the end. */
interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
}

const SCRATCH = "anytime_scratch";
/** As many differences as a sentence can hold. */
const MOST_NAMED = 5;

/**
 * Takes over a database that was made by another first migration than ours, if it is what ours makes: our first one is
 * then noted as applied, and later ones are applied on top.
 *
 * @returns whether it was taken over now
 * @throws Error with a sentence where the database is something else; nothing in it was changed
 */
export async function adoptHistory(client: pg.Client, files: readonly MigrationFile[]): Promise<boolean> {
  const [first] = files;
  const applied = await listApplied(client);
  if (first === undefined || applied.length === 0) return false;
  if (applied.some(({ name, checksum }) => name === first.name && checksum === first.checksum)) return false;
  const names = new Set(applied.map(({ name }) => name));
  const expected = await describeMigrated(
    client,
    files.filter(({ name }) => name === first.name || names.has(name)),
  );
  const differences = findDifferences(await readCatalogue(client), expected);
  if (differences.length > 0) throw new Error(refusal(differences));
  await noteAsApplied(client, first);
  return true;
}

async function listApplied(client: pg.Client): Promise<AppliedMigration[]> {
  const { rows: tables } = await client.query<{ found: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found",
  );
  if (tables[0]?.found !== true) return [];
  const { rows } = await client.query<AppliedMigration>(
    `SELECT migration_name AS name, checksum FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  return rows;
}

/** What migrations make of nothing: tried in a schema of its own, in a transaction that is rolled back. */
async function describeMigrated(client: pg.Client, files: readonly MigrationFile[]): Promise<Catalogue> {
  await client.query("BEGIN");
  try {
    await client.query(`CREATE SCHEMA ${SCRATCH}`);
    await client.query(`SET LOCAL search_path TO ${SCRATCH}`);
    // In a transaction no index can be built beside others' work, and on empty tables none has to.
    for (const { sql } of files) await client.query(sql.replaceAll(/\bCONCURRENTLY\b/g, ""));
    return await readCatalogue(client);
  } finally {
    await client.query("ROLLBACK");
  }
}

function refusal(differences: readonly string[]): string {
  const named = differences.slice(0, MOST_NAMED).join(", ");
  const more = differences.length > MOST_NAMED ? ` and ${differences.length - MOST_NAMED} more` : "";
  return (
    `The database was made by another version's migrations and is not what this version's make: ${named}${more}. ` +
    "Nothing was changed. Start with an empty database, or go back to the version that made this one."
  );
}

/** Writes down, as `prisma migrate resolve --applied` does, that a migration needs no applying. */
async function noteAsApplied(client: pg.Client, { name, checksum }: MigrationFile): Promise<void> {
  const { rowCount } = await client.query(
    "UPDATE _prisma_migrations SET checksum = $2 WHERE migration_name = $1 AND finished_at IS NOT NULL",
    [name, checksum],
  );
  if (rowCount !== 0) return;
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), now(), 0)`,
    [newId(), checksum, name],
  );
}
