import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseDatabaseUrl } from "@/lib/db/connect/database-url";
import { loadDotEnv } from "../start/dot-env";

const NOT_RUNNING =
  "The embedded Postgres runs only while the server does. Start the server and try again, or give DATABASE_URL the address of the Postgres that it uses.";

type DatabaseUrl = { ok: true; url: string } | { ok: false; problem: string };

/**
 * The current URL of the dashboard's database: DATABASE_URL (from the environment or `.env`), or the embedded Postgres
 * of a running server, found by the files it leaves in DATA_DIR.
 */
export async function databaseUrl(): Promise<DatabaseUrl> {
  loadDotEnv();
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== "" && given !== "embedded") {
    const parsed = parseDatabaseUrl(given);
    return parsed.ok ? { ok: true, url: given } : { ok: false, problem: `DATABASE_URL ${parsed.problem}.` };
  }
  return embeddedUrl(process.env.DATA_DIR || ".data");
}

/** The current port of the embedded Postgres of a data folder. */
export async function embeddedUrl(folder: string): Promise<DatabaseUrl> {
  const lines = (await readOrEmpty(path.join(folder, "postgres", "postmaster.pid"))).split("\n");
  const password = (await readOrEmpty(path.join(folder, "postgres-password"))).trim();
  // Postgres writes its process id in the first line and its port in the fourth.
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!(pid > 0) || !(port > 0) || password === "" || !isAlive(pid))
    return { ok: false, problem: NOT_RUNNING };
  return { ok: true, url: `postgres://postgres:${password}@127.0.0.1:${port}/anytime` };
}

function readOrEmpty(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // of another user, but running
  }
}
