import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { startEmbeddedPostgres } from "@/lib/db/connect/embedded";
import { cloneTemplate } from "../support/database";
import {
  killServer,
  type LoadedServer,
  makeLoad,
  makeServerSettings,
  readProcessed,
  sendAll,
  sendTo,
  startLoadedServer,
  txidOf,
} from "../support/load";

/** How often things are killed under load: seldom for every commit, 20 times in `npm run test:long`. */
const KILLS = Number(process.env.CRASHES ?? 2);
const LEAST_ACKNOWLEDGED = 50;
const LONG = { timeout: 1_200_000 };

it("keeps everything that it acknowledged, once, whenever it is killed", LONG, async () => {
  const clone = await cloneTemplate();
  const settings = makeServerSettings(clone.url);
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const server = await startLoadedServer(settings);
    const bodies = makeLoad(kill * 20_000, 20_000);
    let dead = false;
    // Under load, however fast this machine is: some time after it has acknowledged a number.
    const enough = acknowledged.length + LEAST_ACKNOWLEDGED;
    const killed = (async () => {
      while (acknowledged.length <= enough) await pause(20);
      await pause(Math.random() * 1_200);
      dead = true;
      await killServer(server);
    })();
    const send = async (body: Buffer) => {
      if ((await sendTo(server.url, body)) === 200) acknowledged.push(txidOf(body));
    };
    await sendAll(bodies, send, () => dead);
    await killed;
  }
  // A last start processes what the killed ones left.
  const last = await startLoadedServer(settings);
  const kept = await readProcessed(clone.url);
  await killServer(last);
  await clone.drop();
  expect(acknowledged.length).toBeGreaterThan(KILLS * LEAST_ACKNOWLEDGED);
  expect(acknowledged.filter((txid) => kept.get(txid) !== 1)).toEqual([]);
});

it("loses nothing when Postgres is killed under load, and recovers by itself", LONG, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "anytime-crash-"));
  const postgres = await startEmbeddedPostgres(folder);
  const server = await startLoadedServer(makeServerSettings(postgres.url));
  const acknowledged = new Set<string>();
  const statuses = new Map<number | null, number>();
  let finished = false;
  const kills = (async () => {
    // Immediate shutdown, and a plain kill, in turn: neither leaves time to write anything.
    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(3_200 + Math.random() * 1_000);
      process.kill(await postmasterOf(folder), kill % 2 === 0 ? "SIGQUIT" : "SIGKILL");
    }
    await pause(2_000);
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
      await pause(200);
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

it("takes each notification once when two replicas get all of them", LONG, async () => {
  const clone = await cloneTemplate();
  const settings = makeServerSettings(clone.url);
  // One after the other: the first makes the site.
  const replicas: LoadedServer[] = [await startLoadedServer(settings), await startLoadedServer(settings)];
  const count = 750 * KILLS;
  const answers = new Map<string, number>();
  const sendToBoth = async (body: Buffer) => {
    const statuses = await Promise.all(replicas.map(({ url }) => sendTo(url, body)));
    for (const status of statuses)
      if (status === 200) answers.set(txidOf(body), (answers.get(txidOf(body)) ?? 0) + 1);
  };
  await sendAll(makeLoad(0, count), sendToBoth);
  const kept = await readProcessed(clone.url);
  for (const replica of replicas) await killServer(replica);
  await clone.drop();
  expect([...answers.values()].filter((times) => times !== 2)).toEqual([]);
  expect(answers.size).toBe(count);
  expect([...kept.values()].filter((versions) => versions !== 1)).toEqual([]);
  expect(kept.size).toBe(count);
});

async function postmasterOf(folder: string): Promise<number> {
  const file = await readFile(path.join(folder, "postgres", "postmaster.pid"), "utf8");
  return Number(file.split("\n")[0]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
