import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { signIn } from "../support/browser/sign-in";
import { makeClient } from "../support/client";
import { cloneTemplate } from "../support/database";
import { makeLoad, readProcessed, sendAll, sendTo, txidOf } from "../support/load";
import { makeProductionSettings, type Production, startProduction } from "../support/production";

/** Who waits for a lock in this test's own database. */
const WAITING = `pg_locks WHERE NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let settings: Record<string, string>;

beforeAll(async () => {
  clone = await cloneTemplate();
  settings = await makeProductionSettings(clone.url);
});
afterAll(() => clone.drop());

// Where a test ends early, its server has the port of the next.
const started: Production[] = [];
afterEach(async () => {
  for (const server of started.splice(0)) if (server.child.exitCode === null) await server.stop("SIGKILL");
});

function launch(more: Record<string, string> = {}): Production {
  const server = startProduction({ ...settings, STOP_DELAY_SECONDS: "0", ...more });
  started.push(server);
  return server;
}

async function start(more: Record<string, string> = {}): Promise<Production> {
  const server = launch(more);
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

it("stores and answers what it took in, also where it is stopped before pages can be had", {
  timeout: 120_000,
}, async () => {
  const database = makeClient(clone.url);
  await database.connect();
  const count = async (of: string) =>
    (await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${of}`)).rows[0]?.n;
  const before = (await count("deliveries")) ?? 0;
  const server = launch();
  await server.opened();
  await database.query("BEGIN; LOCK TABLE deliveries IN SHARE MODE");
  const sent = makeLoad(60_000, 5).map((body) => sendTo(server.webhookUrl, body));
  await expect.poll(() => count(WAITING), { timeout: 30_000, interval: 5 }).toBeGreaterThan(0);
  // All five are in before the signal: whoever is answered now came to the door after them.
  for (let asked = 0; asked < 3; asked += 1) await (await fetch(`${server.url}/api/health`)).text();
  const stopped = server.stop();
  await expect.poll(() => server.output(), { timeout: 30_000, interval: 5 }).toContain("stopping");
  await database.query("COMMIT");
  expect(await Promise.all(sent)).toEqual([200, 200, 200, 200, 200]);
  expect(await stopped).toBe(0);
  expect(await count("deliveries")).toBe(before + 5);
  await database.end();
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
  // Sooner than those who stall are cut: nobody waits for them.
  expect(performance.now() - asked).toBeLessThan(15_000);
  for (const { answer, seconds } of await Promise.all(stalled)) {
    expect(answer).toMatch(/^HTTP\/1.1 408 |^$/);
    // After 10 and 20 seconds, on a machine that is not busy.
    expect(seconds).toBeLessThan(60);
  }
  expect(await server.stop()).toBe(0);
});

it("is not ready from the signal on, answers on for a while, and lets what it has begun finish", {
  timeout: 120_000,
}, async () => {
  const server = await start({ STOP_DELAY_SECONDS: "2" });
  const database = makeClient(clone.url);
  await database.connect();
  expect(await (await fetch(`${server.url}/readyz`)).text()).toBe(`{"status":"ready"}`);
  // The partner's backend and somebody who signs in wait for the database.
  await database.query("BEGIN; LOCK TABLE api_keys, staff IN ACCESS EXCLUSIVE MODE");
  const slow = Promise.all([askApi(server.url), signInWrongly(server.url)]);
  const waiting = `SELECT count(*)::int AS n FROM ${WAITING}`;
  await expect
    .poll(async () => (await database.query<{ n: number }>(waiting)).rows[0]?.n, { timeout: 15_000 })
    .toBe(2);

  const stopped = server.stop();
  await expect
    .poll(() => fetch(`${server.url}/readyz`).then(({ status }) => status), { timeout: 10_000, interval: 10 })
    .toBe(503);
  const [body] = makeLoad(40_000, 1);
  expect(body && (await sendTo(server.webhookUrl, body))).toBe(200);
  // The port closes; those who wait are still there.
  await expect.poll(() => fetch(`${server.url}/livez`).catch(() => null), { timeout: 10_000 }).toBeNull();
  await database.query("COMMIT");
  await database.end();
  expect(await slow).toEqual([401, 401]);
  expect(await stopped).toBe(0);
});

async function askApi(url: string): Promise<number> {
  const headers = { Authorization: "Bearer a-key-that-nobody-has-0123456789" };
  return (await fetch(`${url}/api/v1/linked-users`, { headers })).status;
}

/** Signs in with a wrong password, as the form does. */
const signInWrongly = async (url: string): Promise<number> =>
  (await signIn(url, { email: "a@b.example", password: "x" })).status;

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
