import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { openReference } from "@/lib/crypto/reference";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { createFeedWaits } from "@/lib/live/feed-waits";
import { getCards, postCardAssignments } from "@/lib/partner-api/cards";
import { makeOpenApi } from "@/lib/partner-api/document/openapi";
import {
  connectSessionSchema,
  createdConnectSessionSchema,
  linkedUserPageSchema,
  problemSchema,
  tokenSchema,
} from "@/lib/partner-api/document/schemas";
import type { ApiDependencies } from "@/lib/partner-api/handle";
import { createApiKey, revokeApiKey } from "@/lib/partner-api/keys/api-keys";
import { API_SCOPES, type ApiScope } from "@/lib/partner-api/keys/scopes";
import { getConnectSession, getLinkedUsers, getToken, postConnectSession } from "@/lib/partner-api/routes";
import { getTransactions } from "@/lib/partner-api/transactions";
import { PEER_PROOF_HEADER, peerProof } from "@/lib/webhooks/receive/peer";
import { ROUTE_QUERIES } from "@/scripts/access/queries";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let deps: ApiDependencies;
let key: string;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
  const keys = { ring: site.ring, auditKey: "a key for the audit trail of these tests" };
  deps = {
    database,
    keys,
    connectUrl: "https://connect.example",
    feed: createFeedWaits(),
    requests: { note: () => undefined },
  };
  key = await makeKey(API_SCOPES);
  const where = { id: site.siteId };
  await database.prisma.site.update({ where, data: { returnOrigin: "https://shop.example" } });
});
afterAll(() => database.close());

/** What holds of keys that read tokens. */
const BOUND = { days: 30, allowedIps: ["203.0.113.7"] };

async function makeKey(scopes: readonly ApiScope[], siteId = site.siteId): Promise<string> {
  const made = await createApiKey(SYSTEM_SCOPE, database, deps.keys, {
    siteId,
    name: "Shop",
    scopes,
    ...BOUND,
  });
  return made?.key ?? "";
}

function request(
  path: string,
  options: { key?: string | null; body?: unknown; type?: string; encoding?: string } = {},
): Request {
  const { body, type = "application/json", encoding } = options;
  const bearer = options.key === undefined ? key : options.key;
  return new Request(`https://dash.example/api/v1/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: {
      ...{ "x-real-ip": "203.0.113.7", [PEER_PROOF_HEADER]: peerProof() },
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { "content-type": type }),
      ...(encoding === undefined ? {} : { "content-encoding": encoding }),
    },
    ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
  });
}

function isRaw(body: unknown): body is string | Uint8Array<ArrayBuffer> {
  return typeof body === "string" || body instanceof Uint8Array;
}

const invite = async (body: object) => {
  const response = await postConnectSession(deps, request("connect-sessions", { body }));
  expect(response.status).toBe(201);
  return createdConnectSessionSchema.parse(await response.json());
};
function bytesOf(body: string | object, encoding: BufferEncoding): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(typeof body === "string" ? body : JSON.stringify(body), encoding));
}
const problemOf = async (response: Response) => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return problemSchema.parse(await response.json());
};

let clock = 1_794_900_000;
async function grant(customReference: string, token: string): Promise<void> {
  const timestamp = String(clock++);
  const hash = hashTimestamp(timestamp, VECTOR_PARTNER_REF);
  const data = { hash, timestamp, event_name: "token_created", token, custom_reference: customReference };
  const envelope = { reference: token, current_try: 1, max_tries: 3, data };
  await receiver.deliver(JSON.stringify({ notification: envelope }));
  await receiver.process();
}

it("goes the partner's whole way: invite, wait, read, take the token", async () => {
  const made = await invite({
    external_reference: "customer-1",
    name: "Camille Renard",
    return_url: "https://shop.example/thanks?order=1",
    expires_in_days: 3,
  });
  expect(made.url).toMatch(/^https:\/\/connect\.example\/connect\/[\w-]{32}$/);
  expect(made.custom_reference.length).toBeLessThanOrEqual(255);
  expect((await openReference(site.ring, site.siteId, made.custom_reference)).ok).toBe(true);
  expect(Date.parse(made.expires_at) - Date.parse(made.created_at)).toBe(3 * 86_400_000);
  expect(made).toMatchObject({
    state: "created",
    linked_user: { external_reference: "customer-1", state: "invited" },
  });

  const userId = made.linked_user.id;
  const none = await getToken(deps, request(`linked-users/${userId}/token`), userId);
  expect(none.status).toBe(409);
  await grant(made.custom_reference, "the-bank-gave-this-token");

  const session = await getConnectSession(deps, request(`connect-sessions/${made.id}`), made.id);
  expect(connectSessionSchema.parse(await session.json())).toMatchObject({
    state: "completed",
    linked_user: { state: "active" },
  });
  const listed = await getLinkedUsers(deps, request("linked-users?external_reference=customer-1"));
  expect(linkedUserPageSchema.parse(await listed.json())).toMatchObject({
    linked_users: [{ id: userId, state: "active", linked_at: expect.any(String), cards: [] }],
    next_cursor: null,
  });
  const handed = await getToken(deps, request(`linked-users/${userId}/token`), userId);
  expect(handed.headers.get("cache-control")).toBe("no-store");
  expect(tokenSchema.parse(await handed.json()).token).toBe("the-bank-gave-this-token");
  const audited = await database.prisma.auditEntry.findFirst({ where: { action: "token.handed_out" } });
  expect(audited).toMatchObject({ actorName: "API key Shop", targetId: userId });
  expect(await database.prisma.tokenRead.findMany()).toMatchObject([{ siteId: site.siteId, count: 1 }]);
});

it("knows somebody again by the partner's own name for them", async () => {
  const first = await invite({ external_reference: "customer-2", name: "Ada", email: "ada@example.com" });
  const second = await invite({ external_reference: "customer-2", name: "Ada Lovelace" });
  expect(second.linked_user.id).toBe(first.linked_user.id);
  expect(second.url).not.toBe(first.url);
  const where = { id: first.linked_user.id };
  expect(await database.prisma.linkedUser.findUnique({ where })).toMatchObject({
    name: "Ada Lovelace",
    email: "ada@example.com",
  });
  const same = { external_reference: "customer-3", name: "Both" };
  const [left, right] = await Promise.all([invite(same), invite(same)]);
  expect(left.linked_user.id).toBe(right.linked_user.id);
});

it("lists page by page, each once", async () => {
  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const query: string = cursor === "" ? "limit=1" : `limit=1&cursor=${encodeURIComponent(cursor)}`;
    const page = linkedUserPageSchema.parse(
      await (await getLinkedUsers(deps, request(`linked-users?${query}`))).json(),
    );
    seen.push(...page.linked_users.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  expect(seen.length).toBe(await database.prisma.linkedUser.count());
  expect(new Set(seen).size).toBe(seen.length);
});

it.each<[string, number, string, Parameters<typeof request>[1]]>([
  ["no key", 401, "unauthorised", { key: null }],
  ["a key that is none", 401, "unauthorised", { key: "ack_nobody-has-this-key-at-all" }],
  ["a form", 415, "not_json", { body: "x=1", type: "application/x-www-form-urlencoded" }],
  ["broken JSON", 400, "broken_json", { body: '{"name": "Ada",}' }],
  ["an empty body", 400, "broken_json", { body: "" }],
  ["JSON that is no object", 422, "invalid", { body: "[]" }],
  ["Latin-1", 400, "not_utf8", { body: bytesOf({ external_reference: "l1", name: "Zoé" }, "latin1") }],
  ["UTF-16", 400, "not_utf8", { body: bytesOf("\uFEFF{}", "utf16le") }],
  ["a compressed body", 415, "compressed", { body: new Uint8Array(gzipSync("{}")), encoding: "gzip" }],
  ["too much", 413, "too_large", { body: JSON.stringify({ name: "x".repeat(20_000) }) }],
])("refuses %s with %i", async (_what, status, name, options) => {
  const response = await postConnectSession(deps, request("connect-sessions", { body: {}, ...options }));
  expect(response.status).toBe(status);
  expect(await problemOf(response)).toMatchObject({ type: `urn:anytime-connect:${name}`, status });
});

it("passes over a byte order mark", async () => {
  const body = bytesOf(`\uFEFF${JSON.stringify({ external_reference: "bom", name: "Zoé" })}`, "utf8");
  const response = await postConnectSession(deps, request("connect-sessions", { body }));
  expect(response.status).toBe(201);
  const list = await getLinkedUsers(deps, request("linked-users?external_reference=bom"));
  expect(linkedUserPageSchema.parse(await list.json()).linked_users[0]?.name).toBe("Zoé");
});

it("says where in the settings what is missing can be made", async () => {
  const noKey = await problemOf(await getLinkedUsers(deps, request("linked-users", { key: null })));
  expect(noKey.detail).toContain("Settings, API keys");
  const weak = await makeKey(["connect_sessions:write"]);
  const noScope = await problemOf(await getLinkedUsers(deps, request("linked-users", { key: weak })));
  expect(noScope.detail).toContain("Settings, API keys");
  const body = { external_reference: "r", name: "R", return_url: "https://elsewhere.example/" };
  const origin = await problemOf(await postConnectSession(deps, request("connect-sessions", { body })));
  expect(origin.errors?.[0]?.message).toContain("Settings, Connect page");
});

it("names each field that is wrong, and repeats no value", async () => {
  const body = {
    external_reference: "a\0b",
    name: "",
    email: "secret-not-an-address",
    return_url: "javascript:alert(1)",
    expires_in_days: 1_000,
    unknown: 1,
  };
  const response = await postConnectSession(deps, request("connect-sessions", { body }));
  const problem = await problemOf(response);
  expect(problem.errors?.map(({ field }) => field).sort()).toEqual(
    ["", "email", "expires_in_days", "external_reference", "name", "return_url"].sort(),
  );
  expect(JSON.stringify(problem)).not.toContain("secret-not-an-address");
  const turned = { external_reference: "x", name: "Ada\u202Enamreh" };
  const reordered = await postConnectSession(deps, request("connect-sessions", { body: turned }));
  expect((await problemOf(reordered)).errors?.map(({ field }) => field)).toEqual(["name"]);
  const away = { external_reference: "x", name: "X", return_url: "https://shop.example.evil.example/" };
  const refused = await postConnectSession(deps, request("connect-sessions", { body: away }));
  expect((await problemOf(refused)).errors).toEqual([
    {
      field: "return_url",
      message: "must be of the origin https://shop.example, which is set in Settings, Connect page",
    },
  ]);
});

it("refuses what Postgres cannot compare, in whatever field of a list or an assignment", async () => {
  const lists = { cards: getCards, "linked-users": getLinkedUsers, transactions: getTransactions } as const;
  for (const [path, answer] of Object.entries(lists))
    for (const name of ROUTE_QUERIES[`/api/v1/${path}`] ?? []) {
      const { status } = await answer(deps, request(`${path}?${new URLSearchParams({ [name]: "a\0b" })}`));
      expect([path, name, status]).toEqual([path, name, 422]);
    }
  for (const name of ["card_ref", "acc_id", "external_reference"]) {
    const known = { card_ref: "ANY1", acc_id: "A-1", external_reference: "customer-1" };
    const body = { assignments: [{ ...known, [name]: "a\0b" }] };
    const { status } = await postCardAssignments(deps, request("card-assignments", { body }));
    expect([name, status]).toEqual([name, 422]);
  }
});

it("gives a key what its scopes say, on its own site, until it is revoked", async () => {
  const { id } = await invite({ external_reference: "customer-4", name: "Four" });
  const reader = await makeKey(["linked_users:read"]);
  const denied = await getConnectSession(deps, request(`connect-sessions/${id}`, { key: reader }), id);
  expect(denied.status).toBe(403);
  expect(denied.headers.get("www-authenticate")).toContain('scope="connect_sessions:read"');

  const other = await makeSite(database, { ring: site.ring });
  const elsewhere = await makeKey(API_SCOPES, other.siteId);
  expect((await getConnectSession(deps, request("x", { key: elsewhere }), id)).status).toBe(404);
  const theirs = await getLinkedUsers(deps, request("linked-users", { key: elsewhere }));
  expect(await theirs.json()).toEqual({ linked_users: [], next_cursor: null });

  const row = await database.prisma.apiKey.findFirstOrThrow({ where: { prefix: reader.slice(0, 10) } });
  expect(row.keyHash.toString()).not.toContain(reader);
  await database.prisma.apiKey.update({ where: { id: row.id }, data: { lastUsedAt: new Date() } });
  const revoke = (confirmed: boolean) =>
    revokeApiKey(SYSTEM_SCOPE, database, deps.keys, { id: row.id, confirmed });
  expect(await revoke(false)).toMatchObject({ ok: false, problem: "used_recently" });
  expect(await revoke(true)).toEqual({ ok: true });
  expect((await getLinkedUsers(deps, request("linked-users", { key: reader }))).status).toBe(401);
});

it("describes itself", () => {
  const text = JSON.stringify(makeOpenApi("https://dash.example"));
  const document = JSON.parse(text) as { paths: object; components: { schemas: Record<string, object> } };
  expect(Object.keys(document.paths)).toHaveLength(12);
  const named = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? "");
  expect(named.length).toBeGreaterThan(4);
  for (const name of named) expect(Object.keys(document.components.schemas)).toContain(name);
  expect(document.components.schemas.CreateConnectSession).toMatchObject({
    required: ["external_reference", "name"],
    additionalProperties: false,
  });
});
