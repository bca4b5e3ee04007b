import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BENCH_PARTNER_REF } from "../bench/bodies";
import { cloneTemplate } from "../support/database";
import { makeLoad, makeServerSettings, readProcessed, sendAll, sendTo, txidOf } from "../support/load";

let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let settings: Record<string, string>;

beforeAll(async () => {
  clone = await cloneTemplate();
  settings = {
    ...makeServerSettings(clone.url),
    PORT: String(20_000 + Math.floor(Math.random() * 20_000)),
    HOST: "127.0.0.1",
    ANYTIME_PARTNER_ID: randomBytes(32).toString("hex"),
    ANYTIME_PARTNER_REF: BENCH_PARTNER_REF,
    // The simulated bank is on loopback, which counts as its address then.
    ANYTIME_CONNECT_ORIGIN: "http://127.0.0.1:4400",
    ANYTIME_ALLOWED_IPS: "127.0.0.1",
  };
});
afterAll(() => clone.drop());

/** The server of `npm start`. */
async function start() {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/start.ts"], {
    env: settings as unknown as NodeJS.ProcessEnv,
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  await new Promise<void>((resolve, reject) => {
    child.once("exit", () => reject(new Error("the server did not start")));
    child.stdout.on("data", (chunk: Buffer) => /^Ready /m.test(chunk.toString()) && resolve());
  });
  return {
    url: `http://127.0.0.1:${settings.PORT}/api/webhooks/anytime/${settings.ANYTIME_WEBHOOK_KEY}`,
    stop: () => {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

it("answers what it took in, and loses nothing, when it is stopped under load", {
  timeout: 60_000,
}, async () => {
  const bodies = makeLoad(0, 20_000);
  const acknowledged: string[] = [];
  const server = await start();
  let stopped = false;
  const send = async (body: Buffer) => {
    const status = await sendTo(server.url, body);
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

it("cuts senders that stall, and keeps nobody else waiting", { timeout: 60_000 }, async () => {
  const server = await start();
  const path = new URL(server.url).pathname;
  const stalled = [
    stall(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Ty`),
    stall(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nnotification`),
  ];
  const [body] = makeLoad(30_000, 1);
  const asked = performance.now();
  expect(body && (await sendTo(server.url, body))).toBe(200);
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
