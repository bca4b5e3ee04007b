// What starting has in common, in production, development and demo.
import { EmbeddedPostgresError, startEmbeddedPostgres } from "@/lib/db/embedded";
import { EnvError, parseEnv } from "@/lib/env";
import { DataFolderError, lockDataFolder } from "./data-folder";

/**
 * Checks the environment and starts the embedded Postgres where DATABASE_URL asks for it.
 *
 * @returns stops what it started
 */
export async function openEmbeddedDatabase(): Promise<() => Promise<void>> {
  const env = parseEnv(process.env);
  if (env.DATABASE_URL !== "embedded") return async () => undefined;
  const unlock = await lockDataFolder(env.DATA_DIR);
  const postgres = await startEmbeddedPostgres(env.DATA_DIR);
  process.env.DATABASE_URL = postgres.url;
  return async () => {
    await postgres.stop();
    await unlock();
  };
}

/** Says what went wrong in a sentence; a stack only where nobody foresaw it. Then ends the process. */
export function reportFault(error: unknown): never {
  const foreseen =
    error instanceof EnvError || error instanceof EmbeddedPostgresError || error instanceof DataFolderError;
  const message = error instanceof Error ? error.message : String(error);
  if (isUnreachable(error)) {
    console.error("The database cannot be reached. Check that DATABASE_URL is right and that Postgres runs.");
  } else if (foreseen || (error instanceof Error && /\.$/.test(message) && error.constructor === Error)) {
    console.error(message);
  } else {
    console.error(error);
  }
  process.exit(1);
}

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "28P01",
  "3D000",
  "28000",
]);

function isUnreachable(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  if ("code" in error && UNREACHABLE.has(String(error.code))) return true;
  if (error instanceof AggregateError) return error.errors.some(isUnreachable);
  if (error instanceof Error && /timeout/i.test(error.message) && /connect/i.test(error.message)) return true;
  return "cause" in error && isUnreachable(error.cause);
}
