import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeClient } from "../client";
import { freePort } from "../free-port";

const PROGRAM = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].find((file) => existsSync(file));

/** Whether PgBouncer is installed here. Reports it if not. */
export function hasPgBouncer(): boolean {
  if (PROGRAM === undefined)
    process.stderr.write("PgBouncer is not installed: what runs behind it is not tested.\n");
  return PROGRAM !== undefined;
}

/** The settings of Debian's package, except the mode, the port and the paths. */
function configuration(folder: string, port: number, target: URL, mode: string): string {
  return `[databases]
* = host=${target.hostname} port=${target.port}
[pgbouncer]
pool_mode = ${mode}
listen_addr = localhost
listen_port = ${port}
unix_socket_dir =
auth_type = md5
auth_file = ${folder}/userlist.txt
logfile = ${folder}/pgbouncer.log
pidfile = ${folder}/pgbouncer.pid
`;
}

/** Starts a PgBouncer in front of a database. @returns the database's URL through it */
export async function startPgBouncer(
  databaseUrl: string,
  mode: "transaction" | "session",
): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "anytime-pgbouncer-"));
  const target = new URL(databaseUrl);
  const port = await freePort();
  await writeFile(path.join(folder, "pgbouncer.ini"), configuration(folder, port, target, mode));
  const password = decodeURIComponent(target.password);
  await writeFile(path.join(folder, "userlist.txt"), `"${target.username}" "${password}"\n`);
  await chmod(folder, 0o755);
  const owner = await giveAway(folder);
  const child = spawn(PROGRAM ?? "pgbouncer", [path.join(folder, "pgbouncer.ini")], {
    ...owner,
    stdio: "ignore",
  });
  const url = Object.assign(new URL(databaseUrl), { port: String(port) }).toString();
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const stop = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  while (!(await answers(url))) {
    if (child.exitCode !== null) throw new Error("PgBouncer did not start");
    await sleep(50);
  }
  return { url, stop };
}

/** PgBouncer refuses to run as root: then it runs as the user of the embedded Postgres. */
async function giveAway(folder: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"]).toString());
  const owner = { uid: idOf("-u"), gid: idOf("-g") };
  for (const file of ["", "pgbouncer.ini", "userlist.txt"])
    await chown(path.join(folder, file), owner.uid, owner.gid);
  return owner;
}

async function answers(url: string): Promise<boolean> {
  const client = makeClient(url);
  try {
    await client.connect();
    return true;
  } catch {
    return false; // not up yet
  } finally {
    await client.end().catch(() => undefined);
  }
}
