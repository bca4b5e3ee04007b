import type pg from "pg";
import { type Catalogue, findDifferences, readCatalogue } from "./catalogue";
import type { MigrationFile } from "./migration-files";
import { type HistoryRow, noteAsApplied } from "./migration-history";

const SCRATCH = "anytime_scratch";
/** As many differences as fit in a sentence. */
const MOST_NAMED = 5;

/** Our migrations that a database has with another text, or (the first) by other migrations than ours. */
export function listForeign(
  files: readonly MigrationFile[],
  history: readonly HistoryRow[],
): readonly MigrationFile[] {
  const finished = history.filter(({ state }) => state === "finished");
  if (finished.length === 0) return [];
  return files.filter((file, index) => {
    const rows = finished.filter(({ name }) => name === file.name);
    return rows.length === 0 ? index === 0 : rows.every(({ checksum }) => checksum !== file.checksum);
  });
}

/**
 * Adopts a database created by other migrations, if it equals what ours create: ours are then recorded as applied, and
 * later ones are applied on top.
 *
 * @param foreign what `listForeign` found
 * @throws Error with a sentence if the database is something else; nothing in it was changed
 */
export async function adoptHistory(
  client: pg.Client,
  files: readonly MigrationFile[],
  history: readonly HistoryRow[],
  foreign: readonly MigrationFile[],
): Promise<void> {
  const finished = new Set(history.flatMap(({ name, state }) => (state === "finished" ? [name] : [])));
  const applied = files.filter((file) => foreign.includes(file) || finished.has(file.name));
  const expected = await describeMigrated(client, applied);
  const differences = findDifferences(await readCatalogue(client), expected);
  if (differences.length > 0) throw new Error(refusal(differences));
  for (const file of foreign) await noteAsApplied(client, file);
}

/** What migrations create from nothing: tried in a separate schema, in a transaction that is rolled back. */
async function describeMigrated(client: pg.Client, files: readonly MigrationFile[]): Promise<Catalogue> {
  await client.query("BEGIN");
  try {
    await client.query(`CREATE SCHEMA ${SCRATCH}`);
    await client.query(`SET LOCAL search_path TO ${SCRATCH}`);
    // A transaction cannot build an index concurrently, and on empty tables it need not.
    for (const { sql } of files) await client.query(sql.replaceAll(/\bCONCURRENTLY\b/gi, ""));
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
