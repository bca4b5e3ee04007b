import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type pg from "pg";
import { log } from "@/lib/log";
import { adoptHistory } from "./adopt-history";
import { createClient, createPool, NO_LIMITS } from "./connection";
import { MIGRATION_LOCK } from "./locks";
import { type MigrationFile, readMigrationFiles } from "./migration-files";

// The engine is generated glue around WebAssembly, typed here by what is used of it.
interface SchemaEngine {
  applyMigrations(input: unknown): Promise<{ appliedMigrationNames: string[] }>;
  diff(input: unknown): Promise<{ stdout?: string | null }>;
}
interface EngineModule {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
  SchemaEngine: {
    new: (options: unknown, log: (line: string) => void, adapter: unknown) => Promise<SchemaEngine>;
  };
}

const PURPOSE = { name: "anytime-dashboard migrate", limits: NO_LIMITS, connect: 10_000 };
const FILTERS = { externalTables: [], externalEnums: [] };
const ROOT = process.cwd();

/**
 * Applies the migrations of `prisma/migrations` that the database lacks, one process at a time.
 *
 * @param url Postgres connection URL of a direct (not pooled by transaction) connection
 * @returns names of the migrations applied now
 * @throws where the database cannot be reached, is not ours, or a migration fails
 */
export async function applyMigrations(url: string, root = ROOT): Promise<string[]> {
  const lock = createClient(url, PURPOSE);
  await lock.connect();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    const schema = await readFile(path.join(root, "prisma/schema.prisma"), "utf8");
    const files = await readMigrationFiles(root);
    if (await adoptHistory(lock, files)) log.info("the database, made by older migrations, was taken over");
    const migrationsList = engineList(path.join(root, "prisma/migrations"), files);
    return await withEngine(url, schema, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: FILTERS });
      return appliedMigrationNames;
    });
  } finally {
    await lock.end();
  }
}

/** Names of the migrations in the folder that the database has not finished. */
export async function missingMigrations(pool: pg.Pool, root = ROOT): Promise<string[]> {
  const files = await readMigrationFiles(root);
  const { rows } = await pool.query<{ name: string }>(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL",
  );
  const applied = new Set(rows.map((row) => row.name));
  return files.map(({ name }) => name).filter((name) => !applied.has(name));
}

/**
 * Writes the SQL that leads from one Prisma schema to another.
 *
 * @param url any reachable Postgres; nothing is read from or written to it
 * @param from text of the older schema, null for an empty database
 * @param to text of the newer schema
 */
export async function diffSchemas(url: string, from: string | null, to: string): Promise<string> {
  const datamodel = (content: string) => ({
    tag: "schemaDatamodel",
    files: [{ path: "schema.prisma", content }],
  });
  return withEngine(url, to, async (engine) => {
    const result = await engine.diff({
      from: from === null ? { tag: "empty" } : datamodel(from),
      to: datamodel(to),
      script: true,
      exitCode: null,
      shadowDatabaseUrl: null,
      filters: FILTERS,
    });
    return result.stdout ?? "";
  });
}

// The engine's Rust looks here to say why it panicked; without it a panic takes the whole process down.
const registry = globalThis as { PRISMA_WASM_PANIC_REGISTRY?: { set_message(message: string): void } };

/** Lends an engine whose connections are closed afterwards: the adapter would keep its own pool open. */
async function withEngine<Result>(
  url: string,
  schema: string,
  use: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const pool = createPool(url, PURPOSE, 2);
  try {
    return await use(await loadEngine(pool, schema));
  } finally {
    await pool.end();
  }
}

// Once in a process: the glue keeps views of one instance's memory and would read a second through them.
let glue: Promise<EngineModule> | undefined;

async function loadEngine(pool: pg.Pool, schema: string): Promise<SchemaEngine> {
  registry.PRISMA_WASM_PANIC_REGISTRY ??= { set_message: () => undefined };
  glue ??= loadGlue();
  const module = await glue;
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  return module.SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, () => undefined, adapter);
}

async function loadGlue(): Promise<EngineModule> {
  // From the folder that the project runs in: of import.meta.url, Next's bundler would make a number.
  const require = createRequire(path.resolve("package.json"));
  const entry = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const module = (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as unknown as EngineModule;
  const bytes = await readFile(path.join(path.dirname(entry), "schema_engine_bg.wasm"));
  const compiled = await WebAssembly.compile(bytes);
  const instance = await WebAssembly.instantiate(compiled, {
    "./schema_engine_bg.js": module as unknown as WebAssembly.ModuleImports,
  });
  module.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
  return module;
}

function engineList(baseDir: string, files: readonly MigrationFile[]) {
  const migrationDirectories = files.map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
  }));
  const lockfile = { path: "migration_lock.toml", content: 'provider = "postgresql"\n' };
  return { baseDir, lockfile, shadowDbInitScript: "", migrationDirectories };
}
