import { afterAll, beforeAll, expect, it } from "vitest";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { conditionsOf } from "@/lib/incidents/conditions";
import { readSiteFacts } from "@/lib/incidents/facts-store";
import { createFeedWaits } from "@/lib/live/feed-waits";
import { problemSchema } from "@/lib/partner-api/document/schemas";
import type { ApiDependencies } from "@/lib/partner-api/handle";
import { createApiKey, type NewApiKey, revokeApiKey } from "@/lib/partner-api/keys/api-keys";
import { readApiKey } from "@/lib/partner-api/keys/api-keys-store";
import { createRequestLog, type RequestLog } from "@/lib/partner-api/keys/request-log";
import { listRequests, purgeRequests } from "@/lib/partner-api/keys/requests-store";
import { getLinkedUser, getLinkedUsers, getToken } from "@/lib/partner-api/routes";
import { listUnseen } from "@/lib/staff/notices/notices-store";
import { insertStaff } from "@/lib/staff/store";
import { PEER_PROOF_HEADER, peerProof } from "@/lib/webhooks/receive/peer";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let log: RequestLog;
let deps: ApiDependencies;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  log = createRequestLog(database);
  const keys = { ring: site.ring, auditKey: "a key for the audit trail of these tests" };
  const feed = createFeedWaits();
  deps = { database, keys, connectUrl: "https://connect.example", feed, requests: log };
});
afterAll(() => database.close());

async function makeKey(limits: Partial<NewApiKey> = {}) {
  const order = { siteId: site.siteId, name: "Shop", scopes: ["linked_users:read"] as const, ...limits };
  const made = await createApiKey(SYSTEM_SCOPE, database, deps.keys, order);
  if (made === null) throw new Error("no key was made");
  return made;
}

/** A request as server.ts presents it; without `vouched`, as a client may write it itself. */
function request(path: string, key: string, address?: string, vouched = true): Request {
  return new Request(`https://dash.example/api/v1/${path}`, {
    headers: {
      authorization: `Bearer ${key}`,
      ...(address === undefined ? {} : { "x-real-ip": address }),
      ...(vouched ? { [PEER_PROOF_HEADER]: peerProof() } : {}),
    },
  });
}

const ask = async (key: string, address?: string, vouched?: boolean) => {
  const response = await getLinkedUsers(deps, request("linked-users", key, address, vouched));
  return response.status === 200 ? 200 : problemSchema.parse(await response.json()).type;
};
/** The log, once what waits is written. */
const logged = async (apiKeyId: string, onlyProblems = false) => {
  await log.stop();
  return listRequests(SYSTEM_SCOPE, database.prisma, { apiKeyId, onlyProblems, after: null, limit: 50 });
};

it("refuses a key once it has expired, and says so", async () => {
  const { id, key } = await makeKey({ days: 30 });
  expect(await ask(key)).toBe(200);
  const { expiresAt } = await database.prisma.apiKey.findUniqueOrThrow({ where: { id } });
  expect(Math.round(((expiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000)).toBe(30);
  await database.prisma.apiKey.update({ where: { id }, data: { expiresAt: new Date() } });
  expect(await ask(key)).toBe("urn:anytime-connect:key_expired");
});

it("takes a bound key only from its addresses, as far as the sender's is known", async () => {
  const { key } = await makeKey({ allowedIps: ["203.0.113.0/24", "2001:db8::/32"] });
  expect(await ask(key, "203.0.113.9")).toBe(200);
  expect(await ask(key, "2001:db8::7")).toBe(200);
  const wrong = "urn:anytime-connect:wrong_address";
  expect(await ask(key, "198.51.100.1")).toBe(wrong);
  expect(await ask(key)).toBe(wrong);
  // What a client writes itself is no address.
  expect(await ask(key, "203.0.113.9", false)).toBe(wrong);
});

it("shows when and from where a key was last used", async () => {
  const { id, key } = await makeKey();
  await ask(key, "203.0.113.9");
  await expect
    .poll(() => readApiKey(SYSTEM_SCOPE, database.prisma, id))
    .toMatchObject({ lastUsedAddress: "203.0.113.9", lastUsedAt: expect.any(Date) });
});

it("logs what a key asked for by template, and what came of it, after the answer", async () => {
  const { id, key } = await makeKey();
  await ask(key, "203.0.113.9");
  expect(await database.prisma.apiRequest.count({ where: { apiKeyId: id } })).toBe(0);
  const unknown = "019ac0de-1111-7abc-8def-0123456789ab";
  await getLinkedUser(deps, request(`linked-users/${unknown}`, key, "203.0.113.9"), unknown);
  await revokeApiKey(SYSTEM_SCOPE, database, deps.keys, { id, confirmed: true });
  await ask(key, "198.51.100.1");
  expect(await logged(id)).toMatchObject([
    { route: "/api/v1/linked-users", status: 401, problem: "unauthorised", address: "198.51.100.1" },
    { route: "/api/v1/linked-users/{id}", status: 404, problem: "not_found", address: "203.0.113.9" },
    { method: "GET", route: "/api/v1/linked-users", status: 200, problem: null },
  ]);
  expect((await logged(id, true)).map(({ status }) => status)).toEqual([401, 404]);
  expect(JSON.stringify(await logged(id))).not.toContain(unknown);
});

it("logs nothing of a key that is none, and keeps the log for seven days", async () => {
  const before = await database.prisma.apiRequest.count();
  await ask("ack_nobody-has-this-key-at-all");
  await log.stop();
  expect(await database.prisma.apiRequest.count()).toBe(before);
  const { id, key } = await makeKey();
  await ask(key);
  await ask(key);
  const [, old] = await logged(id);
  const data = { at: new Date(Date.now() - 8 * 86_400_000) };
  await database.prisma.apiRequest.update({ where: { id: old?.id ?? "" }, data });
  await database.pool.query("UPDATE api_requests SET at = $1 WHERE api_key_id <> $2", [data.at, id]);
  await purgeRequests(SYSTEM_SCOPE, database.prisma);
  expect(await database.prisma.apiRequest.count()).toBe(1);
});

it("reads tokens only with a key that expires and is bound, which every owner is told of", async () => {
  const bound = { scopes: ["tokens:read"], days: 30, allowedIps: ["203.0.113.0/24"] } as const;
  for (const loose of [
    { days: null },
    { allowedIps: [] },
    { allowedIps: ["203.0.0.0/16"] },
    { allowedIps: ["::/0"] },
  ])
    await expect(makeKey({ ...bound, ...loose })).rejects.toThrow("expires and is bound");
  const owner = { name: "Olga", email: "olga@example.com", role: "owner", passwordHash: "" } as const;
  const ownerId = await insertStaff(database.prisma, owner);
  const { id, key } = await makeKey({ ...bound, name: "Billing" });
  const olga = { ...SYSTEM_SCOPE, actor: { id: ownerId, name: "Olga" } };
  expect(await listUnseen(olga, database.prisma)).toMatchObject([
    { kind: "token_key_made", actorName: "system", keyName: "Billing", user: null },
  ]);
  const userId = newId();
  const read = async () => {
    const response = await getToken(
      deps,
      request(`linked-users/${userId}/token`, key, "203.0.113.9"),
      userId,
    );
    return problemSchema.parse(await response.json()).type;
  };
  expect(await read()).toBe("urn:anytime-connect:not_found");
  // One that was made before such keys had to be bound.
  await database.prisma.apiKey.update({ where: { id }, data: { expiresAt: null } });
  expect(await read()).toBe("urn:anytime-connect:key_unbound");
});

it("opens an incident where more tokens are read than usual, and ends it when that is over", async () => {
  const hour = 3_600_000;
  const now = Math.floor(Date.now() / hour) * hour;
  const kinds = async (counts: readonly [hoursAgo: number, count: number][]) => {
    await database.prisma.tokenRead.deleteMany();
    const data = counts.map(([ago, count]) => ({
      siteId: site.siteId,
      hour: new Date(now - ago * hour),
      count,
    }));
    await database.prisma.tokenRead.createMany({ data });
    const facts = await readSiteFacts(SYSTEM_SCOPE, database.prisma);
    return facts.flatMap((one) => conditionsOf(one, new Date())).map(({ kind }) => kind);
  };
  expect(await kinds([[0, 30]])).toEqual([]);
  expect(await kinds([[0, 31]])).toEqual(["token_reads"]);
  expect(
    await kinds([
      [0, 31],
      [9, 11],
    ]),
  ).toEqual([]);
  expect(
    await kinds([
      [0, 34],
      [9, 11],
    ]),
  ).toEqual(["token_reads"]);
  // What is too long ago is not what is usual.
  expect(
    await kinds([
      [0, 34],
      [15 * 24, 400],
    ]),
  ).toEqual(["token_reads"]);
  expect(
    await kinds([
      [3, 400],
      [9, 11],
    ]),
  ).toEqual([]);
});
