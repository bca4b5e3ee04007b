import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { cloneTemplate } from "../support/database";
import { makeLoad, readProcessed, sendAll, sendTo, txidOf } from "../support/load";
import { makeProductionSettings, startProduction } from "../support/production";

let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let settings: Record<string, string>;

beforeAll(async () => {
  clone = await cloneTemplate();
  settings = await makeProductionSettings(clone.url);
});
afterAll(() => clone.drop());

async function start() {
  const server = startProduction(settings);
  await server.ready();
  return server;
}

it("answers what it took in, and loses nothing, when it is stopped under load", {
  timeout: 120_000,
}, async () => {
  const bodies = makeLoad(0, 20_000);
  const acknowledged: string[] = [];
  const server = await start();
  let stopped = false;
  const send = async (body: Buffer) => {
    const status = await sendTo(server.webhookUrl, body);
    if (status === 200) acknowledged.push(txidOf(body));
    // Refused from now on: nobody listens any more.
    if (status === null) stopped = true;
  };
  const sending = sendAll(bodies, send, () => stopped);
  await expect.poll(() => acknowledged.length, { timeout: 20_000 }).toBeGreaterThan(300);
  expect(await server.stop()).toBe(0);
  await sending;
  const again = await start();
  const kept = await readProcessed(clone.url);
  expect(await again.stop()).toBe(0);
  expect(acknowledged.filter((txid) => kept.get(txid) !== 1)).toEqual([]);
});

it("cuts senders that stall, and keeps nobody else waiting", { timeout: 120_000 }, async () => {
  const server = await start();
  const path = new URL(server.webhookUrl).pathname;
  const stalled = [
    stall(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Ty`),
    stall(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nnotification`),
  ];
  const [body] = makeLoad(30_000, 1);
  const asked = performance.now();
  expect(body && (await sendTo(server.webhookUrl, body))).toBe(200);
  expect(performance.now() - asked).toBeLessThan(5_000);
  for (const { answer, seconds } of await Promise.all(stalled)) {
    expect(answer).toMatch(/^HTTP\/1.1 408 |^$/);
    expect(seconds).toBeLessThan(25);
  }
  expect(await server.stop()).toBe(0);
});

/** Sends the beginning of a request and nothing more. @returns what came back until the connection was cut */
function stall(beginning: string): Promise<{ answer: string; seconds: number }> {
  const begun = performance.now();
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(settings.PORT), "127.0.0.1", () => socket.write(beginning));
    socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve({ answer, seconds: (performance.now() - begun) / 1000 }));
  });
}
