import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { beginAttempt } from "@/lib/links/connecting/attempts";
import { readTimeline } from "@/lib/links/timeline/timeline-store";
import { assignmentsSchema } from "@/lib/partner-api/document/card-schemas";
import {
  createdConnectSessionSchema,
  linkedUserPageSchema,
  problemSchema,
} from "@/lib/partner-api/document/schemas";
import { createApiKey } from "@/lib/partner-api/keys/api-keys";
import { API_SCOPES } from "@/lib/partner-api/keys/scopes";
import { getRuntime } from "@/lib/runtime";
import { createSite } from "@/lib/sites/life/create-site";
import { PEER_PROOF_HEADER, peerProof } from "@/lib/webhooks/receive/peer";
import { cloneTemplate } from "../support/database";
import { VECTOR_PARTNER_REF } from "../support/facts/factories";

const API = "http://localhost:3999/api/v1";
let clone: Awaited<ReturnType<typeof cloneTemplate>>;
let siteId: string;
let key: { id: string; key: string };

beforeAll(async () => {
  clone = await cloneTemplate();
  for (const [name, value] of Object.entries({
    DATABASE_URL: clone.url,
    APP_URL: "http://localhost:3999",
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    AUDIT_KEY: randomBytes(32).toString("base64"),
    ANYTIME_CONNECT_ORIGIN: "http://127.0.0.1:4400",
  })) {
    vi.stubEnv(name, value);
  }
  const { database, env } = getRuntime();
  siteId = await createSite(database.prisma, env.ENCRYPTION_KEYS, {
    name: "Shop",
    domain: "localhost",
    partnerId: randomBytes(32).toString("hex"),
    partnerRef: VECTOR_PARTNER_REF,
    webhookKey: randomBytes(24).toString("hex"),
    allowedIps: ["127.0.0.1"],
    language: "en",
  });
  key = await makeKey();
});

afterAll(async () => {
  await getRuntime().close();
  await clone.drop();
  vi.unstubAllEnvs();
});

async function makeKey(): Promise<{ id: string; key: string }> {
  const { database, auditKeys } = getRuntime();
  const order = { siteId, name: "Shop", scopes: API_SCOPES, days: 30, allowedIps: ["203.0.113.7"] };
  const made = await createApiKey(SYSTEM_SCOPE, database, auditKeys, order);
  if (made === null) throw new Error("no key was made");
  return made;
}

function ask(path: string, body?: object, bearer = key.key): Request {
  const headers = {
    ...{ authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    ...{ "x-real-ip": "203.0.113.7", [PEER_PROOF_HEADER]: peerProof() },
  };
  return new Request(`${API}/${path}`, {
    headers,
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
  });
}

const withId = (id: string) => ({ params: Promise.resolve({ id }) });

it("answers through every route of its own", async () => {
  const sessions = await import("@/app/api/v1/connect-sessions/route");
  const session = await import("@/app/api/v1/connect-sessions/[id]/route");
  const users = await import("@/app/api/v1/linked-users/route");
  const token = await import("@/app/api/v1/linked-users/[id]/token/route");

  const invited = await sessions.POST(ask("connect-sessions", { external_reference: "r-1", name: "Ada" }));
  expect(invited.status).toBe(201);
  expect(invited.headers.get("cache-control")).toBe("no-store");
  const made = createdConnectSessionSchema.parse(await invited.json());
  expect(made.url).toMatch(/^http:\/\/localhost:3999\/connect\//);
  const read = await session.GET(ask(`connect-sessions/${made.id}`), withId(made.id));
  expect(await read.json()).toMatchObject({ id: made.id, state: "created" });
  const listed = await users.GET(ask("linked-users"));
  expect(linkedUserPageSchema.parse(await listed.json()).linked_users).toHaveLength(1);
  const userId = made.linked_user.id;
  const none = await token.GET(ask(`linked-users/${userId}/token`), withId(userId));
  expect(problemSchema.parse(await none.json())).toMatchObject({ status: 409 });
  const odd = await token.GET(ask("linked-users/x/token"), withId("not-an-id"));
  expect(odd.status).toBe(404);
});

it("assigns cards, says what became of each, and does so once for a named request", async () => {
  const { POST } = await import("@/app/api/v1/card-assignments/route");
  const { prisma } = getRuntime().database;
  const [id, accountId, at] = [newId(), newId(), new Date()];
  await prisma.cardAccount.create({ data: { id: accountId, siteId, accId: "A-1", createdAt: at } });
  await prisma.card.create({
    data: { id, siteId, accountId, accId: "A-1", cardRef: "ANY1", createdAt: at },
  });
  const owner = await prisma.linkedUser.findFirstOrThrow({ where: { externalReference: "r-1" } });
  const assignments = [
    { card_ref: " ANY1 ", external_reference: "r-1" },
    { card_ref: "ANY2", external_reference: "r-1" },
  ];
  const named = () => {
    const request = ask("card-assignments", { assignments });
    request.headers.set("Idempotency-Key", "cards-1");
    return POST(request);
  };
  const results = assignmentsSchema.parse(await (await named()).json()).results;
  expect(results).toEqual([
    { outcome: "assigned", card_id: id, linked_user: { id: owner.id, external_reference: "r-1" } },
    { outcome: "card_not_found", card_id: null, linked_user: { id: owner.id, external_reference: "r-1" } },
  ]);
  expect(assignmentsSchema.parse(await (await named()).json()).results).toEqual(results);
  const entries = await prisma.auditEntry.findMany({ where: { action: "card.assign", targetId: id } });
  expect(entries.map(({ actorName }) => actorName)).toEqual(["API key Shop"]);
  const both = [{ card_ref: "ANY1", card_id: id, external_reference: "r-1" }];
  const refused = problemSchema.parse(
    await (await POST(ask("card-assignments", { assignments: both }))).json(),
  );
  expect(refused).toMatchObject({ status: 422, errors: [{ field: "assignments.0" }] });
});

it("answers what is no address or no method of it as a problem that says what to do", async () => {
  const unknown = await import("@/app/api/v1/[[...path]]/route");
  const found = problemSchema.parse(await unknown.PUT().json());
  expect(found).toMatchObject({ status: 404, detail: expect.stringContaining("/api/v1/openapi.json") });
  const { PUT, GET } = await import("@/app/api/v1/connect-sessions/route");
  expect(GET().headers.get("allow")).toBe("POST");
  expect(problemSchema.parse(await PUT().json())).toMatchObject({
    status: 405,
    detail: "This address takes POST.",
  });
  const { DELETE } = await import("@/app/api/v1/linked-users/route");
  expect(problemSchema.parse(await DELETE().json())).toMatchObject({ status: 405 });
});

it("tells everybody how it is used", async () => {
  const { GET } = await import("@/app/api/v1/openapi.json/route");
  const document = (await GET().json()) as { openapi: string; servers: unknown };
  expect(document).toMatchObject({ openapi: "3.1.0", servers: [{ url: "http://localhost:3999" }] });
});

it("says neither that its reference was opened nor in what browser", async () => {
  const { POST } = await import("@/app/api/v1/connect-sessions/route");
  const answer = await POST(ask("connect-sessions", { external_reference: "r-2", name: "Grace" }));
  const { id, url, linked_user: user } = createdConnectSessionSchema.parse(await answer.json());
  const { database, auditKeys } = getRuntime();
  const attempt = await database.prisma.connectAttempt.findFirstOrThrow({ where: { sessionId: id } });
  expect(attempt).toMatchObject({ device: null, userAgent: null, browserHash: null });
  const openings = async () => {
    const asked = { userId: user.id, parts: ["connect"], after: null, limit: 50 } as const;
    const entries = await readTimeline(SYSTEM_SCOPE, database.prisma, asked);
    return entries.filter(({ kind }) => kind === "attempt").length;
  };
  expect(await openings()).toBe(0);
  const opening = { secret: url.slice(url.lastIndexOf("/") + 1), language: "en", userAgent: null };
  expect(await beginAttempt(SYSTEM_SCOPE, database, auditKeys.ring, opening)).toMatchObject({ ok: true });
  expect(await openings()).toBe(1);
});

it("notes when a key was used, once a minute", async () => {
  const { GET } = await import("@/app/api/v1/linked-users/route");
  const { prisma } = getRuntime().database;
  const { id, key: bearer } = await makeKey();
  const lastUse = async () => (await prisma.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt;
  const use = async () => expect((await GET(ask("linked-users", undefined, bearer))).status).toBe(200);

  expect(await lastUse()).toBeNull();
  await use();
  await vi.waitFor(async () => expect(await lastUse()).not.toBeNull());
  const recent = new Date(Date.now() - 30_000);
  await prisma.apiKey.update({ where: { id }, data: { lastUsedAt: recent } });
  await use();
  // Two answers later the first use's note, which nobody waits for, would be there.
  await use();
  expect(await lastUse()).toEqual(recent);
  await prisma.apiKey.update({ where: { id }, data: { lastUsedAt: new Date(Date.now() - 61_000) } });
  await use();
  await vi.waitFor(async () => expect(Date.now() - ((await lastUse())?.getTime() ?? 0)).toBeLessThan(30_000));
});

it.each([
  ["all requests", (id: string) => `api ${id}`, 9_000],
  ["requests for tokens", (id: string) => `api token ${id}`, 300],
])("limits %s of a key, and says when to come again", async (_what, limited, most) => {
  const { GET } = await import("@/app/api/v1/linked-users/[id]/token/route");
  const { prisma } = getRuntime().database;
  const { id, key: bearer } = await makeKey();
  const windowStart = new Date(Date.now() - 100_000);
  await prisma.rateLimit.create({ data: { key: limited(id), windowStart, count: most } });
  const answer = await GET(ask("linked-users/x/token", undefined, bearer), withId("x"));
  expect(answer.status).toBe(429);
  expect(problemSchema.parse(await answer.json()).type).toBe("urn:anytime-connect:too_many");
  const wait = Number(answer.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(700);
  expect(wait).toBeLessThanOrEqual(800);
});

it("says in each answer to a key how many requests it has left", async () => {
  const { GET } = await import("@/app/api/v1/linked-users/route");
  const { key: bearer } = await makeKey();
  const left = async () => {
    const { headers } = await GET(ask("linked-users", undefined, bearer));
    expect(headers.get("ratelimit-limit")).toBe("9000");
    expect(Number(headers.get("ratelimit-reset"))).toBeLessThanOrEqual(900);
    return Number(headers.get("ratelimit-remaining"));
  };
  expect(await left()).toBe(8_999);
  expect(await left()).toBe(8_998);
  const stranger = await GET(ask("linked-users", undefined, `ack_${"x".repeat(32)}`));
  expect([stranger.status, stranger.headers.get("ratelimit-limit")]).toEqual([401, null]);
});
