import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type pg from "pg";
import { createPool } from "@/lib/db/connect/connection";
import { NO_LIMITS } from "@/lib/db/limits";

// The engine is generated glue around WebAssembly; only the parts we use are typed here.
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

/** Prisma's filters: nothing is left out. */
export const FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Writes the SQL that migrates from one Prisma schema to another.
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
  return withSchemaEngine(url, to, async (engine) => {
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

// The engine's Rust code reports panics here; without it a panic ends the whole process.
const registry = globalThis as { PRISMA_WASM_PANIC_REGISTRY?: { set_message(message: string): void } };

/** Lends an engine and closes its connections afterwards: the adapter would keep its own pool open. */
export async function withSchemaEngine<Result>(
  url: string,
  schema: string,
  use: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  const pool = createPool(url, { name: "anytime-dashboard author", limits: NO_LIMITS, connect: 10_000 }, 2);
  try {
    return await use(await loadEngine(pool, schema));
  } finally {
    await pool.end();
  }
}

// Once per process: the glue keeps views of one instance's memory and would read a second instance through them.
let glue: Promise<EngineModule> | undefined;

async function loadEngine(pool: pg.Pool, schema: string): Promise<SchemaEngine> {
  registry.PRISMA_WASM_PANIC_REGISTRY ??= { set_message: () => undefined };
  glue ??= loadGlue();
  const module = await glue;
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  return module.SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, () => undefined, adapter);
}

async function loadGlue(): Promise<EngineModule> {
  // From the folder that the project runs in: Next's bundler would turn import.meta.url into a number.
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
