// The parts of starting that production, development and the demo share.
import { DatabaseUrlError } from "@/lib/db/connect/connection";
import { EmbeddedPostgresError, startEmbeddedPostgres } from "@/lib/db/connect/embedded";
import { explainUnreachable } from "@/lib/db/connect/unreachable";
import { EnvError, firstStartProblems, parseEnv } from "@/lib/env";
import { DataFolderError, lockDataFolder } from "./data-folder";

/**
 * Checks the environment and starts the embedded Postgres if DATABASE_URL asks for it.
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

/** Reports what went wrong in a sentence, with a stack only for unexpected errors. Then ends the process. */
export function reportFault(error: unknown): never {
  const foreseen =
    error instanceof EnvError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof DataFolderError ||
    error instanceof DatabaseUrlError;
  const message = error instanceof Error ? error.message : String(error);
  const unreachable = explainUnreachable(error);
  if (foreseen) console.error(message);
  else if (unreachable !== null) console.error([unreachable, ...firstStartProblems(process.env)].join("\n"));
  else if (error instanceof Error && /\.$/.test(message) && error.constructor === Error)
    console.error(message);
  else console.error(error);
  process.exit(1);
}
