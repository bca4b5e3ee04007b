import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { createTestDatabase } from "../support/database";
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
import { processLeft } from "../support/process-left";

/** How often it is killed under load: seldom for every commit, 20 times in `npm run test:long`. */
const KILLS = Number(process.env.CRASHES ?? 2);
const LEAST_ACKNOWLEDGED = 50;
const LONG = { timeout: 1_200_000 };

it("keeps everything that it acknowledged, once, whenever it is killed", LONG, async () => {
  const database = await createTestDatabase();
  const settings = makeServerSettings(database.url);
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const server = await startLoadedServer(settings);
    const bodies = makeLoad(kill * 20_000, 20_000);
    let dead = false;
    // Under load, however fast this machine is: some time after it has acknowledged a number.
    const enough = acknowledged.length + LEAST_ACKNOWLEDGED;
    const killed = (async () => {
      while (acknowledged.length <= enough) await sleep(20);
      await sleep(Math.random() * 1_200);
      dead = true;
      await killServer(server);
    })();
    const send = async (body: Buffer) => {
      if ((await sendTo(server.url, body)) === 200) acknowledged.push(txidOf(body));
    };
    await sendAll(bodies, send, () => dead);
    await killed;
  }
  await processLeft(database, settings);
  const kept = await readProcessed(database.url);
  await database.close();
  expect(acknowledged.length).toBeGreaterThan(KILLS * LEAST_ACKNOWLEDGED);
  expect(acknowledged.filter((txid) => kept.get(txid) !== 1)).toEqual([]);
});
