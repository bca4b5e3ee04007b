import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type pg from "pg";
import { createPool } from "./connection";
import { NO_LIMITS } from "./limits";

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

/** Prisma's filters of what it looks at: nothing is left out. */
export const FILTERS = { externalTables: [], externalEnums: [] };

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

// The engine's Rust looks here to say why it panicked; without it a panic takes the whole process down.
const registry = globalThis as { PRISMA_WASM_PANIC_REGISTRY?: { set_message(message: string): void } };

/** Lends an engine whose connections are closed afterwards: the adapter would keep its own pool open. */
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
