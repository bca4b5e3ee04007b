import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { assignCard } from "@/lib/cards/attribution/attribution";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { createFeedWaits } from "@/lib/live/feed-waits";
import { purgeAnswers } from "@/lib/partner-api/answers-store";
import { getCard, getCards } from "@/lib/partner-api/cards";
import { cardPageSchema, cardSchema } from "@/lib/partner-api/document/card-schemas";
import {
  connectSessionSchema,
  createdConnectSessionSchema,
  linkedUserPageSchema,
  linkedUserSchema,
  problemSchema,
} from "@/lib/partner-api/document/schemas";
import { transactionPageSchema, transactionSchema } from "@/lib/partner-api/document/transaction-schemas";
import type { ApiDependencies } from "@/lib/partner-api/handle";
import { createApiKey } from "@/lib/partner-api/keys/api-keys";
import { API_SCOPES } from "@/lib/partner-api/keys/scopes";
import {
  getLinkedUser,
  getLinkedUsers,
  postCancellation,
  postConnectSession,
} from "@/lib/partner-api/routes";
import { getTransaction, getTransactions } from "@/lib/partner-api/transactions";
import { countOlder } from "@/lib/privacy/reseal-store";
import { PEER_PROOF_HEADER, peerProof } from "@/lib/webhooks/receive/peer";
import { createTestDatabase } from "../support/database";
import { cardJson } from "../support/facts/card-bodies";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let deps: ApiDependencies;
let key: string;
let elsewhere: string;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  const keys = { ring: site.ring, auditKey: "a key for the audit trail of these tests" };
  deps = {
    database,
    keys,
    connectUrl: "https://connect.example",
    feed: createFeedWaits(),
    requests: { note: () => undefined },
  };
  key = await makeKey(site.siteId);
  elsewhere = await makeKey((await makeSite(database, { ring: site.ring })).siteId);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
  for (const [txid, card_ref, transaction] of [
    ["1", "C1", { status: "S", amount: "98.32" }],
    ["2", "C1", { status: "A", amount: "12.00", date: "2026-11-21 09:00:00" }],
    ["3", "C2", { status: "D", amount: "5.00", date: "2026-11-22 09:00:00", type: "C" }],
  ] as const)
    await receiver.deliver(
      cardJson({ transaction: { txid, ...transaction }, body: { card_ref, acc_id: "A" } }),
    );
  await receiver.process();
});
afterAll(() => database.close());

async function makeKey(siteId: string): Promise<string> {
  const made = await createApiKey(SYSTEM_SCOPE, database, deps.keys, {
    ...{ siteId, name: "Shop", scopes: API_SCOPES, days: 30, allowedIps: ["203.0.113.7"] },
  });
  return made?.key ?? "";
}

interface Asked {
  readonly body?: object;
  readonly name?: string;
  readonly method?: string;
  readonly bearer?: string;
}

function request(path: string, { body, name, method, bearer = key }: Asked = {}): Request {
  return new Request(`https://dash.example/api/v1/${path}`, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: {
      ...{ "x-real-ip": "203.0.113.7", [PEER_PROOF_HEADER]: peerProof() },
      authorization: `Bearer ${bearer}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(name === undefined ? {} : { "idempotency-key": name }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const create = (body: object, options: Asked = {}) =>
  postConnectSession(deps, request("connect-sessions", { ...options, body }));
const cancel = (id: string, options: Asked = {}) =>
  postCancellation(deps, request(`connect-sessions/${id}/cancel`, { ...options, method: "POST" }), id);
const transactions = (query: string, options: Asked = {}) =>
  getTransactions(deps, request(`transactions?${query}`, options));
const listed = async (query: string) => {
  const response = await transactions(query);
  expect(response.status).toBe(200);
  return transactionPageSchema.parse(await response.json());
};

it("answers the same request under the same name byte for byte, and creates once", async () => {
  const name = randomUUID();
  const body = { external_reference: "once", name: "Once" };
  const answers = await Promise.all([create(body, { name }), create(body, { name }), create(body, { name })]);
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  expect(new Set(texts).size).toBe(1);
  const made = createdConnectSessionSchema.parse(JSON.parse(texts[0] ?? ""));
  const where = { linkedUserId: made.linked_user.id };
  expect(await database.prisma.connectSession.count({ where })).toBe(1);
  // In another order of its fields it is the same request.
  const turned = await create({ name: "Once", external_reference: "once" }, { name });
  expect(await turned.text()).toBe(texts[0]);
});

it("refuses another request under a name, and lets one that came to nothing be tried again", async () => {
  const name = randomUUID();
  const wrong = { external_reference: "again", name: "Again", return_url: "https://nowhere.example/" };
  expect((await create(wrong, { name })).status).toBe(422);
  const made = await create({ external_reference: "again", name: "Again" }, { name });
  expect(made.status).toBe(201);
  const { id } = createdConnectSessionSchema.parse(await made.json());
  const other = await create({ external_reference: "other", name: "Again" }, { name });
  expect(problemSchema.parse(await other.json())).toMatchObject({
    status: 422,
    type: "urn:anytime-connect:key_reused",
  });
  expect((await cancel(id, { name })).status).toBe(422);
  expect((await create({ external_reference: "x", name: "X" }, { name: "has a blank" })).status).toBe(422);
  // Another key's names are its own.
  const theirs = await create({ external_reference: "other", name: "Other" }, { name, bearer: elsewhere });
  expect(theirs.status).toBe(201);
});

it("keeps answers sealed and for a day", async () => {
  const name = randomUUID();
  const body = { external_reference: "sealed", name: "Sealed" };
  const first = await (await create(body, { name })).text();
  const { url } = createdConnectSessionSchema.parse(JSON.parse(first));
  const { rows } = await database.pool.query("SELECT * FROM api_answers");
  expect(JSON.stringify(rows.map((row) => String(row.body_sealed)))).not.toContain(url.slice(-32));
  expect(await countOlder(SYSTEM_SCOPE, database.prisma, "api_answers", "another")).toBe(rows.length);
  await database.pool.query("UPDATE api_answers SET created_at = now() - interval '25 hours'");
  await purgeAnswers(SYSTEM_SCOPE, database.prisma);
  expect(await (await create(body, { name })).text()).not.toBe(first);
});

it("cancels an unused link once and for all, and no used one", async () => {
  const made = await create({ external_reference: "cancel", name: "Cancel" });
  const { id } = createdConnectSessionSchema.parse(await made.json());
  expect((await cancel(id, { bearer: elsewhere })).status).toBe(404);
  for (const name of [undefined, randomUUID()]) {
    const cancelled = await cancel(id, name === undefined ? {} : { name });
    expect(connectSessionSchema.parse(await cancelled.json())).toMatchObject({ id, state: "cancelled" });
  }
  const audited = await database.prisma.auditEntry.findMany({ where: { action: "connect_session.cancel" } });
  expect(audited).toMatchObject([{ actorName: "API key Shop" }]);
  const used = createdConnectSessionSchema.parse(
    await (await create({ external_reference: "used", name: "Used" })).json(),
  );
  const data = { state: "completed" as const, completedAt: new Date() };
  await database.prisma.connectSession.update({ where: { id: used.id }, data });
  expect(problemSchema.parse(await (await cancel(used.id)).json())).toMatchObject({ status: 409 });
});

it("gives one linked user by id, of its own site", async () => {
  const made = createdConnectSessionSchema.parse(
    await (await create({ external_reference: "one", name: "One" })).json(),
  );
  const { id } = made.linked_user;
  const found = await getLinkedUser(deps, request(`linked-users/${id}`), id);
  expect(linkedUserSchema.parse(await found.json())).toMatchObject({ id, external_reference: "one" });
  const theirs = await getLinkedUser(deps, request(`linked-users/${id}`, { bearer: elsewhere }), id);
  expect(theirs.status).toBe(404);
  expect((await getLinkedUser(deps, request("linked-users/x"), "x")).status).toBe(404);
});

it("lists cards and payments with their owners, under the filters of the page", async () => {
  const made = createdConnectSessionSchema.parse(
    await (await create({ external_reference: "owner", name: "Owner" })).json(),
  );
  const userId = made.linked_user.id;
  const { id: cardId } = await database.prisma.card.findFirstOrThrow({ where: { cardRef: "C1" } });
  await assignCard(SYSTEM_SCOPE, database, deps.keys, { cardId, userId, wholeAccount: false });
  // Flags of payments follow their cards in the background.
  await receiver.process();
  const cards = async (query: string) =>
    cardPageSchema.parse(await (await getCards(deps, request(`cards?${query}`))).json()).cards;
  expect(await cards(`linked_user_id=${userId}`)).toMatchObject([
    { id: cardId, card_ref: "C1", linked_user: { external_reference: "owner" } },
  ]);
  expect((await cards("attributed=false")).map(({ card_ref }) => card_ref)).toEqual(["C2"]);
  const card = await getCard(deps, request(`cards/${cardId}`), cardId);
  expect(cardSchema.parse(await card.json()).id).toBe(cardId);

  const txids = async (query: string) => (await listed(query)).transactions.map(({ txid }) => txid);
  expect(await txids("")).toEqual(["3", "2", "1"]);
  expect(await txids(`linked_user_id=${userId}&status=settled`)).toEqual(["1"]);
  expect(await txids("unattributed=true")).toEqual(["3"]);
  expect(await txids("from=2026-11-21&to=2026-11-21")).toEqual(["2"]);
  expect(await txids("min_amount=12.00")).toEqual(["2", "1"]);
  expect(await txids("direction=credit")).toEqual(["3"]);
  expect(await txids("q=fnac")).toEqual(["3", "2", "1"]);
  const [first] = (await listed(`card_id=${cardId}&status=settled`)).transactions;
  expect(first).toMatchObject({
    ...{ amount: "98.32", currency: "EUR", status: "settled", direction: "debit" },
    linked_user: { id: userId, external_reference: "owner" },
  });
  const own = await getTransaction(deps, request("transactions/x"), first?.id ?? "");
  expect(transactionSchema.parse(await own.json())).toEqual(first);
  const foreign = request("transactions/x", { bearer: elsewhere });
  expect((await getTransaction(deps, foreign, first?.id ?? "")).status).toBe(404);
  expect(await (await transactions("", { bearer: elsewhere })).json()).toEqual({
    transactions: [],
    next_cursor: null,
  });
});

it.each(["status=paid", "colour=red", "from=2026-02-30", "min_amount=1e3", "linked_user_id=me"])(
  "refuses a filter that it does not know, rather than show too much: %s",
  async (query) => {
    const response = await transactions(query);
    expect(response.status).toBe(422);
  },
);

it("binds cursors to their list, its filters and its site", async () => {
  const first = await listed("limit=1");
  expect(first.transactions.map(({ txid }) => txid)).toEqual(["3"]);
  const cursor = first.next_cursor ?? "";
  const rest = await listed(`limit=2&cursor=${cursor}`);
  expect(rest.transactions.map(({ txid }) => txid)).toEqual(["2", "1"]);
  expect(rest.next_cursor).toBeNull();
  for (const [query, options] of [
    [`status=settled&cursor=${cursor}`, {}],
    [`cursor=${cursor}`, { bearer: elsewhere }],
    ["cursor=none", {}],
  ] as const) {
    const response = await transactions(query, options);
    expect(problemSchema.parse(await response.json()).errors?.[0]?.field).toBe("cursor");
  }
  expect((await getCards(deps, request(`cards?cursor=${cursor}`))).status).toBe(422);
  const users = await getLinkedUsers(deps, request("linked-users?limit=1"));
  const { next_cursor } = linkedUserPageSchema.parse(await users.json());
  const other = `linked-users?external_reference=owner&cursor=${next_cursor}`;
  expect((await getLinkedUsers(deps, request(other))).status).toBe(422);
});
