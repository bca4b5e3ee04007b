import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { makeClient } from "../support/client";
import { cloneTemplate } from "../support/database";
import { makeLoad, sendTo } from "../support/load";
import { makeProductionSettings, type Production, startProduction } from "../support/production";

/** Who waits for a lock in this test's own database. */
const WAITING = `pg_locks WHERE NOT granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let settings: Record<string, string>;
let server: Production;

beforeAll(async () => {
  clone = await cloneTemplate();
  settings = { ...(await makeProductionSettings(clone.url)), STOP_DELAY_SECONDS: "0" };
});
afterAll(() => clone.drop());
// Where a test ends early, its server has the port of the next.
afterEach(async () => {
  if (server.child.exitCode === null) await server.stop("SIGKILL");
});

it("stores and answers what it took in, also where it is stopped before pages can be had", {
  timeout: 120_000,
}, async () => {
  const database = makeClient(clone.url);
  await database.connect();
  const count = async (of: string) =>
    (await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${of}`)).rows[0]?.n;
  const before = (await count("deliveries")) ?? 0;
  server = startProduction(settings);
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
  server = startProduction(settings);
  await server.ready();
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
