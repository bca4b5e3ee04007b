import { afterAll, beforeAll, expect, it } from "vitest";
import { signIn } from "../support/browser/sign-in";
import { makeClient } from "../support/client";
import { createTestDatabase } from "../support/database";
import { makeLoad, readProcessed, sendAll, sendTo, txidOf } from "../support/load";
import { processLeft } from "../support/process-left";
import { makeProductionSettings, type Production, startProduction } from "../support/production";

/** How many wait for a lock in this test's own database. */
const WAITING = `SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let settings: Record<string, string>;
let server: Production;

beforeAll(async () => {
  database = await createTestDatabase();
  settings = await makeProductionSettings(database.url);
});
afterAll(async () => {
  if (server.child.exitCode === null) await server.stop("SIGKILL");
  await database.close();
});

it("takes notifications as soon as its port is open, and says that pages will follow", {
  timeout: 120_000,
}, async () => {
  server = startProduction({ ...settings, STOP_DELAY_SECONDS: "0" });
  await server.opened();
  const [page, french, ...answers] = await Promise.all([
    fetch(`${server.url}/sign-in`),
    fetch(`${server.url}/`, { headers: { "Accept-Language": "fr" } }),
    ...makeLoad(1, 20).map((body) => sendTo(server.webhookUrl, body)),
  ]);
  expect(answers.filter((status) => status !== 200)).toEqual([]);
  expect(await database.prisma.delivery.count()).toBe(20);
  for (const early of [page, french]) {
    expect(early.status).toBe(503);
    expect(early.headers.get("retry-after")).toMatch(/^\d+$/);
  }
  expect(await page.text()).toContain("The dashboard is starting.");
  expect(await french.text()).toContain("Le tableau de bord démarre.");
  await server.ready();
  expect((await fetch(`${server.url}/sign-in`)).status).toBe(200);
});

it("answers what it took in, and loses nothing, when it is stopped under load", {
  timeout: 120_000,
}, async () => {
  const bodies = makeLoad(1_000, 20_000);
  const acknowledged: string[] = [];
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
  await processLeft(database, settings);
  const kept = await readProcessed(database.url);
  expect(acknowledged.filter((txid) => kept.get(txid) !== 1)).toEqual([]);
});

it("is not ready from the signal on, answers on for a while, and lets what it has begun finish", {
  timeout: 120_000,
}, async () => {
  server = startProduction({ ...settings, STOP_DELAY_SECONDS: "2" });
  await server.ready();
  const locker = makeClient(database.url);
  await locker.connect();
  expect(await (await fetch(`${server.url}/readyz`)).text()).toBe(`{"status":"ready"}`);
  // The partner's backend and somebody who signs in wait for the database.
  await locker.query("BEGIN; LOCK TABLE api_keys, staff IN ACCESS EXCLUSIVE MODE");
  const slow = Promise.all([askApi(server.url), signInWrongly(server.url)]);
  const waiting = async () => (await locker.query<{ n: number }>(WAITING)).rows[0]?.n;
  await expect.poll(waiting, { timeout: 15_000 }).toBe(2);

  const stopped = server.stop();
  await expect
    .poll(() => fetch(`${server.url}/readyz`).then(({ status }) => status), { timeout: 10_000, interval: 10 })
    .toBe(503);
  const [body] = makeLoad(40_000, 1);
  expect(body && (await sendTo(server.webhookUrl, body))).toBe(200);
  // The port closes; those who wait are still there.
  await expect.poll(() => fetch(`${server.url}/livez`).catch(() => null), { timeout: 10_000 }).toBeNull();
  await locker.query("COMMIT");
  await locker.end();
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
