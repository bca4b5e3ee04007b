import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { createHub, type Hub } from "@/lib/live/hub";
import type { LiveMessage } from "@/lib/live/message";
import { publish } from "@/lib/live/publish";
import { openLiveStream } from "@/lib/live/stream";
import { createTestDatabase } from "../support/database";

const SITE = randomUUID();
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let hub: Hub;

/** Every entity has a row. */
const hydrate = async (_scope: unknown, changes: readonly { entityId: string }[]) =>
  new Map(changes.map(({ entityId }) => [entityId, { userName: "Ada" }]));

beforeAll(async () => {
  database = await createTestDatabase();
  hub = createHub({ database, listenUrl: database.url, hydrate });
  hub.start();
  await until(() => hub.connected);
});
afterAll(async () => {
  await hub.close();
  await database.close();
});

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 20) {
    if (waited > 5_000) throw new Error("it never happened");
    await sleep(20);
  }
}
const tell = (siteId = SITE) =>
  database.prisma.$transaction((tx) =>
    publish(SYSTEM_SCOPE, tx, [{ siteId, kind: "card", entityId: randomUUID() }]),
  );

function listen(scope: Scope = SYSTEM_SCOPE, after: bigint | null = null) {
  const heard: LiveMessage[] = [];
  const stop = hub.subscribe(scope, after, (message) => heard.push(message));
  return { heard, stop };
}

it("tells every page what is committed, in order and once", async () => {
  const [one, other] = [listen(), listen()];
  await Promise.all(Array.from({ length: 20 }, () => tell()));
  await until(() => one.heard.length >= 20 && other.heard.length >= 20);
  const ids = one.heard.map(({ id }) => BigInt(id));
  expect(ids.toSorted((left, right) => (left < right ? -1 : 1))).toEqual(ids);
  expect(new Set(ids).size).toBe(20);
  one.stop();
  other.stop();
});

it("tells nothing of a transaction that was rolled back", async () => {
  const { heard, stop } = listen();
  await database.prisma
    .$transaction(async (tx) => {
      await publish(SYSTEM_SCOPE, tx, [{ siteId: SITE, kind: "token", entityId: randomUUID() }]);
      throw new Error("rolled back");
    })
    .catch(() => undefined);
  await tell();
  await until(() => heard.length > 0);
  expect(heard.map(({ kind }) => kind)).toEqual(["card"]);
  stop();
});

it("sends rows only to roles that may see all of a row, also when they catch up", async () => {
  const blind = { ...SYSTEM_SCOPE, role: "viewer" as const };
  const [seeing, masked] = [listen({ ...SYSTEM_SCOPE, role: "support" }), listen(blind)];
  await tell();
  await until(() => seeing.heard.length > 0 && masked.heard.length > 0);
  expect(seeing.heard[0]?.row).toEqual({ userName: "Ada" });
  expect(masked.heard[0]).not.toHaveProperty("row");
  const late = listen(blind, BigInt(masked.heard[0]?.id ?? 0) - 1n);
  await until(() => late.heard.length > 0);
  expect(late.heard[0]).not.toHaveProperty("row");
  for (const { stop } of [seeing, masked, late]) stop();
});

it("catches up with what was missed since the last event", async () => {
  const before = listen();
  await tell();
  await until(() => before.heard.length === 1);
  before.stop();
  const last = BigInt(before.heard[0]?.id ?? 0);
  await tell();
  await tell();
  const after = listen(SYSTEM_SCOPE, last);
  await until(() => after.heard.length === 2);
  await tell();
  await until(() => after.heard.length === 3);
  expect(after.heard.every(({ id }) => BigInt(id) > last)).toBe(true);
  after.stop();
});

it("says so where what was missed is no longer kept", async () => {
  const { heard, stop } = listen(SYSTEM_SCOPE, 9_999_999n);
  await until(() => heard.length > 0);
  expect(heard[0]?.kind).toBe("reset");
  stop();
});

it("tells nothing of sites outside of the scope", async () => {
  const mine = listen({ ...SYSTEM_SCOPE, sites: [SITE] });
  await tell(randomUUID());
  await tell();
  await until(() => mine.heard.length > 0);
  expect(mine.heard.map(({ siteId }) => siteId)).toEqual([SITE]);
  mine.stop();
});

it("ends the stream of a reader who takes nothing, before it fills the memory", async () => {
  const stop = new AbortController();
  const stillAllowed = async () => true;
  const asleep = { hub, scope: SYSTEM_SCOPE, after: null, stillAllowed, signal: stop.signal };
  const reader = openLiveStream(asleep).getReader();
  const awake = listen();
  for (let told = 0; told < 20; told += 1) {
    const changes = Array.from(
      { length: 500 },
      () => ({ siteId: SITE, kind: "card", entityId: randomUUID() }) as const,
    );
    await database.prisma.$transaction((tx) => publish(SYSTEM_SCOPE, tx, changes));
  }
  await until(() => awake.heard.length === 10_000);
  awake.stop();
  let bytes = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) bytes += read.value.length;
  expect(bytes).toBeGreaterThan(2 ** 20 - 1_000);
  expect(bytes).toBeLessThan(2 ** 20 + 1_000);
  stop.abort();
});

it("hears again after its connection was cut", async () => {
  const { heard, stop } = listen();
  await database.prisma.$executeRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'anytime-dashboard listen' AND datname = current_database()`;
  await until(() => !hub.connected);
  await tell();
  await until(() => heard.length === 1);
  stop();
});
