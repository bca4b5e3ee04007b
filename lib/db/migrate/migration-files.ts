import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** An index built or dropped concurrently: the only statement of its file, run outside any transaction. */
export interface IndexStatement {
  readonly verb: "create" | "drop";
  readonly index: string;
  /** Code may depend on a unique index (`ON CONFLICT`); any other only makes reads faster. */
  readonly unique: boolean;
}

/** A folder of `prisma/migrations`. */
export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file in hex, as Prisma stores it. */
  readonly checksum: string;
  /** null: its statements run in a transaction. */
  readonly concurrently: IndexStatement | null;
}

/**
 * Reads the migrations of a project, in the order in which they are applied.
 *
 * @throws Error with a sentence if a file contains CONCURRENTLY among other statements
 */
export async function readMigrationFiles(root: string): Promise<MigrationFile[]> {
  const folder = path.join(root, "prisma/migrations");
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names
      .sort()
      .map(async (name) =>
        toMigrationFile(name, await readFile(path.join(folder, name, "migration.sql"), "utf8")),
      ),
  );
}

const CREATE = /^CREATE (UNIQUE )?INDEX CONCURRENTLY "?([a-z0-9_]+)"? ON [^;]+;?$/i;
const DROP = /^DROP INDEX CONCURRENTLY (?:IF EXISTS )?"?([a-z0-9_]+)"?;?$/i;

/** The kind of a migration, from its text. */
export function toMigrationFile(name: string, sql: string): MigrationFile {
  const checksum = createHash("sha256").update(sql).digest("hex");
  return { name, sql, checksum, concurrently: readIndexStatement(name, sql) };
}

function readIndexStatement(name: string, sql: string): IndexStatement | null {
  const statement = sql
    .replaceAll(/^\s*--.*$/gm, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (!/\bCONCURRENTLY\b/i.test(statement)) return null;
  const [, unique, created] = CREATE.exec(statement) ?? [];
  if (created !== undefined) return { verb: "create", index: created, unique: unique !== undefined };
  const [, dropped] = DROP.exec(statement) ?? [];
  if (dropped !== undefined) return { verb: "drop", index: dropped, unique: false };
  throw new Error(`Migration ${name} must hold one CREATE or DROP INDEX CONCURRENTLY, and nothing else.`);
}
