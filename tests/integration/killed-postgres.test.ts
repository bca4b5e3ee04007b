import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { openDatabase } from "@/lib/db/connect/client";
import { startEmbeddedPostgres } from "@/lib/db/connect/embedded";
import {
  killServer,
  makeLoad,
  makeServerSettings,
  readProcessed,
  sendAll,
  sendTo,
  startLoadedServer,
  txidOf,
} from "../support/load";

/** How often Postgres is killed under load, and how many are sent while it is away: more in `npm run test:long`. */
const KILLS = Number(process.env.CRASHES ?? 1);
const SENT = Number(process.env.OUTAGE_NOTIFICATIONS ?? 150);
const LEAST_ACKNOWLEDGED = 50;
const RATE = 50;
const LONG = { timeout: 1_200_000 };

it("loses nothing when Postgres is killed under load, and recovers by itself", LONG, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "anytime-crash-"));
  const postgres = await startEmbeddedPostgres(folder);
  const server = await startLoadedServer(makeServerSettings(postgres.url));
  const acknowledged = new Set<string>();
  const statuses = new Map<number | null, number>();
  let finished = false;
  const kills = (async () => {
    // Immediate shutdown, and a plain kill, in turn: neither leaves time to write anything.
    for (let kill = 0; kill <= KILLS; kill += 1) {
      // However fast this machine is: it is back, and has acknowledged a number since.
      const enough = acknowledged.size + LEAST_ACKNOWLEDGED;
      while (acknowledged.size <= enough) await sleep(20);
      if (kill === KILLS) break;
      // A server that ends within its first seconds is not started again.
      await sleep(3_500 + Math.random() * 1_200);
      process.kill(await postmasterOf(folder), kill % 2 === 0 ? "SIGQUIT" : "SIGKILL");
    }
    finished = true;
  })();
  let sent = 0;
  // The bank's way: up to three tries; what got no 200 is its loss, and not ours.
  const send = async (body: Buffer) => {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const status = await sendTo(server.url, body);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 200) {
        acknowledged.add(txidOf(body));
        return;
      }
      await sleep(200);
    }
  };
  while (!finished) {
    await sendAll(makeLoad(sent, 10_000), send, () => finished);
    sent += 10_000;
  }
  await kills;
  await expect.poll(() => sendTo(server.url, makeLoad(sent, 1)[0] as Buffer), { timeout: 30_000 }).toBe(200);
  const kept = await readProcessed(postgres.url);
  await killServer(server);
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
  expect([...acknowledged].filter((txid) => kept.get(txid) !== 1)).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(KILLS * LEAST_ACKNOWLEDGED);
  // It never stopped answering, and never said anything but yes, or, where Postgres was away for longer than it waits:
  // not stored, send it again.
  expect([...statuses.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([]);
});

it("answers no notification 503 while Postgres is killed and comes back", LONG, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "anytime-outage-"));
  // Without fsync it is back in the two seconds that are meant here, however busy the machine is.
  const postgres = await startEmbeddedPostgres(folder, false);
  const database = openDatabase(postgres.url, 1);
  // What is acknowledged must have left the process that is killed.
  await database.pool.query("ALTER DATABASE anytime SET synchronous_commit TO on");
  const server = await startLoadedServer(makeServerSettings(postgres.url));
  const bodies = makeLoad(0, SENT + 1);
  // A server that ends within its first seconds is not started again.
  await sleep(3_500);
  expect(await sendTo(server.url, bodies[SENT] ?? Buffer.alloc(0))).toBe(200);
  const answers: Promise<number | null>[] = [];
  for (const [n, body] of bodies.slice(0, SENT).entries()) {
    if (n === RATE) process.kill(await postmasterOf(folder), "SIGKILL");
    answers.push(sendTo(server.url, body));
    await sleep(1_000 / RATE);
  }
  const statuses = await Promise.all(answers);
  const others = statuses.filter((status) => status !== 200);
  const counted = await database.pool.query<{ rows: number; repeated: number }>(
    "SELECT count(*)::int AS rows, count(*) FILTER (WHERE duplicate_count > 0)::int AS repeated FROM deliveries",
  );
  await database.close();
  await killServer(server);
  await postgres.stop();
  await rm(folder, { recursive: true });
  expect(others, `${others.length} of ${SENT}`).toEqual([]);
  expect(counted.rows).toEqual([{ rows: SENT + 1, repeated: 0 }]);
});

async function postmasterOf(folder: string): Promise<number> {
  const file = await readFile(path.join(folder, "postgres", "postmaster.pid"), "utf8");
  return Number(file.split("\n")[0]);
}
