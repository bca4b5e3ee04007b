import { randomUUID } from "node:crypto";
import { createServer, connect as dial, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { createHub, type Hub } from "@/lib/live/hub";
import { publish } from "@/lib/live/publish";
import { openLiveStream } from "@/lib/live/stream";
import { createTestDatabase } from "../support/database";

/** Between the hub's LISTEN and Postgres: connections that it freezes stay open and carry nothing. */
async function startProxy(target: string) {
  const { hostname, port } = new URL(target);
  const pairs = new Set<Socket>();
  let frozen = false;
  const server = createServer((near) => {
    const far = dial(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      pairs.add(from);
      from.on("data", (bytes) => frozen || to.write(bytes));
      from.on("error", () => undefined);
      from.on("close", () => {
        pairs.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = new URL(target);
  url.host = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    url: url.href,
    freeze: (now: boolean) => {
      frozen = now;
    },
    stop: async () => {
      for (const socket of pairs) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let proxy: Awaited<ReturnType<typeof startProxy>>;
let hub: Hub;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startProxy(database.url);
  hub = createHub({ database, listenUrl: proxy.url, hydrate: async () => new Map(), pulseMs: 1_500 });
  hub.start();
  await vi.waitFor(() => expect(hub.connected).toBe(true), 15_000);
});
afterAll(async () => {
  await proxy.stop();
  await hub.close();
  await database.close();
});

it("notices a LISTEN that is silent without being closed, tells pages so, and hears again", async () => {
  const stop = new AbortController();
  const source = { hub, scope: SYSTEM_SCOPE, after: null, stillAllowed: async () => true };
  const reader = openLiveStream({ ...source, signal: stop.signal }).getReader();
  /** Reads on to what says this: beats come in between. */
  const readTo = async (text: string): Promise<void> => {
    const { value, done } = await reader.read();
    expect(done, text).toBe(false);
    if (!new TextDecoder().decode(value).includes(text)) await readTo(text);
  };
  await readTo('event: ready\ndata: {"following":true}');
  const heard: string[] = [];
  const end = hub.subscribe(SYSTEM_SCOPE, null, ({ kind }) => heard.push(kind));

  proxy.freeze(true);
  await vi.waitFor(() => expect(hub.connected).toBe(false), 15_000);
  await readTo('event: beat\ndata: {"following":false}');
  await database.prisma.$transaction((tx) =>
    publish(SYSTEM_SCOPE, tx, [{ siteId: randomUUID(), kind: "card", entityId: randomUUID() }]),
  );
  // Late, and all the same.
  await vi.waitFor(() => expect(heard).toEqual(["card"]), 15_000);
  await readTo("event: change");

  proxy.freeze(false);
  await vi.waitFor(() => expect(hub.connected).toBe(true), 20_000);
  await readTo('event: beat\ndata: {"following":true}');
  end();
  stop.abort();
});
