import { afterAll, beforeAll, expect, it } from "vitest";
import { assignCard, unassignCard } from "@/lib/cards/attribution/attribution";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { createMonitor } from "@/lib/incidents/monitor";
import { purgeFeed } from "@/lib/live/feed-store";
import { createHub } from "@/lib/live/hub";
import { publish } from "@/lib/live/publish";
import { eventPageSchema } from "@/lib/partner-api/document/event-schemas";
import { getEvents } from "@/lib/partner-api/events/events";
import type { ApiDependencies } from "@/lib/partner-api/handle";
import { createApiKey, revokeApiKey } from "@/lib/partner-api/keys/api-keys";
import { createTestDatabase } from "../support/database";
import { cardJson } from "../support/facts/card-bodies";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";
import { makeGrants } from "../support/facts/grants";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let grants: ReturnType<typeof makeGrants>;
let hub: ReturnType<typeof createHub>;
let deps: ApiDependencies;
let key: { id: string; key: string };

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
  grants = makeGrants(database, site);
  hub = createHub({ database, listenUrl: database.url, hydrate: async () => new Map() });
  hub.start();
  deps = {
    database,
    keys: grants.keys,
    connectUrl: "https://connect.example",
    feed: hub.feed,
    requests: { note: () => undefined },
  };
  key = await makeKey(site.siteId);
});
afterAll(async () => {
  await hub.close();
  await database.close();
});

async function makeKey(siteId: string) {
  const order = { siteId, name: "Shop", scopes: ["events:read"] as const };
  const made = await createApiKey(SYSTEM_SCOPE, database, deps.keys, order);
  if (made === null) throw new Error("no key was made");
  return made;
}

function ask(
  query: Record<string, string>,
  options: { bearer?: string; signal?: AbortSignal } = {},
): Promise<Response> {
  const { bearer = key.key, signal } = options;
  const url = `https://dash.example/api/v1/events?${new URLSearchParams(query)}`;
  const headers = { authorization: `Bearer ${bearer}` };
  return getEvents(deps, new Request(url, { headers, ...(signal === undefined ? {} : { signal }) }));
}

const read = async (query: Record<string, string>) => {
  const response = await ask(query);
  expect(response.status).toBe(200);
  return eventPageSchema.parse(await response.json());
};

/** The end of the feed now. */
async function here(): Promise<string> {
  let page = await read({ limit: "500" });
  while (page.has_more) page = await read({ limit: "500", after: page.next_cursor });
  return page.next_cursor;
}

const pay = async (txid: string, transaction: Record<string, unknown>) => {
  const body = cardJson({ transaction: { txid, ...transaction }, body: { card_ref: "C1", acc_id: "A1" } });
  expect((await receiver.deliver(body)).status).toBe(200);
  await receiver.process();
};

it("tells in order of access, payments, cards and incidents, by ids and statuses", async () => {
  const ada = await grants.invite("Ada");
  const { customReference: reference } = await grants.open(ada.secret, "a browser of Ada");
  await grants.tell("token_created", "a token of Ada", reference);
  await pay("t1", { status: "A" });
  await pay("t1", { status: "S" });
  await pay("t1", { status: "S" });
  const card = await database.prisma.card.findFirstOrThrow();
  const order = { cardId: card.id, userId: ada.userId, wholeAccount: true };
  expect(await assignCard(SYSTEM_SCOPE, database, deps.keys, order)).toMatchObject({ ok: true });
  await pay("t2", { status: "S" });
  await unassignCard(SYSTEM_SCOPE, database, deps.keys, card.id);
  await grants.tell("token_revoked", "a token of Ada", reference);

  const { events, has_more } = await read({});
  const user = { id: ada.userId, external_reference: "Ada" };
  const [t1, t2] = await database.prisma.cardTransaction.findMany({ orderBy: { txid: "asc" } });
  expect(
    events.map(({ type, linked_user, status, card_id, transaction_id }) => ({
      ...{ type, linked_user, status, card_id, transaction_id },
    })),
  ).toEqual([
    { type: "linked_user.linked", linked_user: user, status: "active", card_id: null, transaction_id: null },
    {
      ...{ type: "transaction.created", linked_user: null, status: "authorised" },
      ...{ card_id: card.id, transaction_id: t1?.id },
    },
    {
      ...{ type: "transaction.changed", linked_user: null, status: "settled" },
      ...{ card_id: card.id, transaction_id: t1?.id },
    },
    { type: "card.attributed", linked_user: user, status: null, card_id: card.id, transaction_id: null },
    {
      ...{ type: "transaction.created", linked_user: user, status: "settled" },
      ...{ card_id: card.id, transaction_id: t2?.id },
    },
    { type: "card.attributed", linked_user: null, status: null, card_id: card.id, transaction_id: null },
    {
      type: "linked_user.revoked",
      linked_user: user,
      status: "revoked",
      card_id: null,
      transaction_id: null,
    },
  ]);
  expect(has_more).toBe(false);
});

it("tells of an incident when it opens and when it is resolved", async () => {
  const after = await here();
  const incident = await database.prisma.incident.create({
    data: { id: newId(), siteId: site.siteId, kind: "refusals", details: {}, openedAt: new Date() },
  });
  await createMonitor({ database, mailer: null, appUrl: "https://dash.example" }).look();
  const { events } = await read({ after });
  expect(events).toContainEqual(
    expect.objectContaining({ type: "incident.resolved", incident_id: incident.id, status: "refusals" }),
  );
});

it("continues page by page, each event once", async () => {
  const whole = (await read({})).events.map(({ id }) => id);
  const seen: string[] = [];
  let page = await read({ limit: "2" });
  for (;;) {
    seen.push(...page.events.map(({ id }) => id));
    if (!page.has_more) break;
    page = await read({ limit: "2", after: page.next_cursor });
  }
  expect(seen).toEqual(whole);
  expect((await read({ after: page.next_cursor })).next_cursor).toBe(page.next_cursor);
});

it("leaves no gap, however transactions overlap and whichever of them fail", async () => {
  const { siteId } = site;
  let after = await here();
  const ids = Array.from({ length: 60 }, newId);
  let writing = true;
  const seen: { id: string; card_id: string | null }[] = [];
  const reader = (async () => {
    for (let last = false; ; last = !writing) {
      const page = await read({ after, limit: "7" });
      seen.push(...page.events);
      after = page.next_cursor;
      if (last && !page.has_more) return;
    }
  })();
  await Promise.all(
    ids.map((id, at) =>
      database.prisma
        .$transaction(async (tx) => {
          const facts = { entityId: id, linkedUserId: null, cardId: id, status: null };
          await publish(SYSTEM_SCOPE, tx, [{ siteId, type: "card.attributed", ...facts }]);
          await tx.$queryRaw`SELECT pg_sleep(${(at % 3) / 500})::text`;
          if (at % 5 === 0) throw new Error("undone");
        })
        .catch((error: unknown) => expect(error).toMatchObject({ message: "undone" })),
    ),
  );
  writing = false;
  await reader;
  const kept = ids.filter((_, at) => at % 5 !== 0);
  expect(seen.map(({ card_id }) => card_id).sort()).toEqual(kept.sort());
  const numbers = seen.map(({ id }) => BigInt(id));
  expect(numbers.every((number, at) => at === 0 || number > (numbers[at - 1] ?? 0n))).toBe(true);
});

it("waits for an event without a connection of the database", async () => {
  const after = await here();
  const waiting = Array.from({ length: 40 }, () => ask({ after, wait: "50" }));
  await expect.poll(() => hub.feed.waiting).toBe(40);
  await expect.poll(() => database.pool.totalCount - database.pool.idleCount).toBe(0);
  const id = newId();
  await database.prisma.$transaction((tx) =>
    publish(SYSTEM_SCOPE, tx, [
      {
        ...{ siteId: site.siteId, type: "card.attributed", entityId: id },
        ...{ linkedUserId: null, cardId: id, status: null },
      },
    ]),
  );
  for (const response of await Promise.all(waiting))
    expect(eventPageSchema.parse(await response.json()).events).toMatchObject([{ card_id: id }]);
  expect(hub.feed.waiting).toBe(0);
});

it("answers an empty page when the time is over, and stops waiting when the client leaves", async () => {
  const after = await here();
  expect((await read({ after, wait: "1" })).events).toEqual([]);
  const leaving = new AbortController();
  const left = ask({ after, wait: "50" }, { signal: leaving.signal });
  await expect.poll(() => hub.feed.waiting).toBe(1);
  leaving.abort();
  await left;
  expect(hub.feed.waiting).toBe(0);
});

it("refuses a key that is revoked while it waits, and knows no feed of another site", async () => {
  const after = await here();
  const other = await makeSite(database);
  const theirs = await makeKey(other.siteId);
  const none = await ask({}, { bearer: theirs.key });
  expect(eventPageSchema.parse(await none.json()).events).toEqual([]);
  expect((await ask({ after }, { bearer: theirs.key })).status).toBe(422);

  const doomed = await makeKey(site.siteId);
  const waiting = ask({ after, wait: "50" }, { bearer: doomed.key });
  await expect.poll(() => hub.feed.waiting).toBe(1);
  await revokeApiKey(SYSTEM_SCOPE, database, deps.keys, { id: doomed.id, confirmed: true });
  const facts = { entityId: newId(), linkedUserId: null, cardId: null, status: null };
  await database.prisma.$transaction((tx) =>
    publish(SYSTEM_SCOPE, tx, [{ siteId: site.siteId, type: "card.attributed", ...facts }]),
  );
  expect((await waiting).status).toBe(401);
});

it("says that it was set back to a backup, also once it has as many events again", async () => {
  const { pool, prisma } = database;
  const tell = () =>
    prisma.$transaction((tx) =>
      publish(SYSTEM_SCOPE, tx, [
        {
          ...{ siteId: site.siteId, type: "card.attributed", entityId: newId() },
          ...{ linkedUserId: null, cardId: null, status: null },
        },
      ]),
    );
  const before = await here();
  await tell();
  const after = await here();
  const { rows } = await pool.query<{ id: string }>(
    "DELETE FROM feed_events WHERE id = (SELECT max(id) FROM feed_events) RETURNING id",
  );
  await pool.query("SELECT setval('feed_events_id_seq', $1, FALSE)", [rows[0]?.id]);
  const rewound = { type: "urn:anytime-connect:events_rewound" };
  expect((await ask({ after })).status).toBe(410);
  expect(await (await ask({ after })).json()).toMatchObject(rewound);
  await tell();
  expect(await (await ask({ after, wait: "30" })).json()).toMatchObject(rewound);
  // Whoever had not read as far goes on.
  expect((await read({ after: before })).events).toHaveLength(1);
});

it("removes old events, and says so to whoever has not read them", async () => {
  const first = await read({ limit: "1" });
  const second = await read({ limit: "1", after: first.next_cursor });
  await database.pool.query("UPDATE feed_events SET created_at = now() - interval '31 days' WHERE id <= $1", [
    second.events[0]?.id,
  ]);
  await purgeFeed(SYSTEM_SCOPE, database.prisma, 30);
  const gone = await ask({ after: first.next_cursor });
  expect(gone.status).toBe(410);
  expect(await gone.json()).toMatchObject({ type: "urn:anytime-connect:events_removed" });
  expect((await ask({ after: second.next_cursor })).status).toBe(200);
  expect((await read({})).events[0]?.id).not.toBe(first.events[0]?.id);
});

it("ends all waits when the server stops", async () => {
  const waiting = ask({ after: await here(), wait: "50" });
  await expect.poll(() => hub.feed.waiting).toBe(1);
  await hub.close();
  expect(eventPageSchema.parse(await (await waiting).json()).events).toEqual([]);
});
