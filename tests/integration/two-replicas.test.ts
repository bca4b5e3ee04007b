import { expect, it } from "vitest";
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

const LONG = { timeout: 1_200_000 };
const NOTIFICATIONS = 750 * Number(process.env.CRASHES ?? 2);

it("takes each notification once when two replicas get all of them", LONG, async () => {
  const clone = await cloneTemplate();
  const settings = makeServerSettings(clone.url);
  // One after the other: the first makes the site.
  const replicas: LoadedServer[] = [await startLoadedServer(settings), await startLoadedServer(settings)];
  const answers = new Map<string, number>();
  const sendToBoth = async (body: Buffer) => {
    const statuses = await Promise.all(replicas.map(({ url }) => sendTo(url, body)));
    for (const status of statuses)
      if (status === 200) answers.set(txidOf(body), (answers.get(txidOf(body)) ?? 0) + 1);
  };
  await sendAll(makeLoad(0, NOTIFICATIONS), sendToBoth);
  const kept = await readProcessed(clone.url);
  for (const replica of replicas) await killServer(replica);
  await clone.drop();
  expect([...answers.values()].filter((times) => times !== 2)).toEqual([]);
  expect(answers.size).toBe(NOTIFICATIONS);
  expect([...kept.values()].filter((versions) => versions !== 1)).toEqual([]);
  expect(kept.size).toBe(NOTIFICATIONS);
});
