import { createVerify } from "node:crypto";
import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { readBudget, slowDown, takeCall, writeBudget } from "@/lib/bank-api/budget-store";
import { createCircuit } from "@/lib/bank-api/circuit";
import { createBankClient } from "@/lib/bank-api/client";
import { endKey, findSigningSite, makeKey } from "@/lib/bank-api/keys";
import { listKeys, noteKeyUse } from "@/lib/bank-api/keys-store";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";
import { startBankServer } from "../support/peers/bank-server";

const TOKEN = "a-customer-token";
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let bank: Awaited<ReturnType<typeof startBankServer>>;
const waits: number[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  bank = await startBankServer((_, response) => response.end());
});

beforeEach(async () => {
  waits.length = 0;
  await database.prisma.bankApiBudget.deleteMany();
});

afterAll(async () => {
  await bank.close();
  await database.close();
});

const auditKeys = () => ({ ring: site.ring, auditKey: "k".repeat(40) });

function makeClient(options: { timeoutMs?: number; failures?: number } = {}) {
  const db = database.prisma;
  return createBankClient({
    origin: bank.origin,
    findSite: (siteId) => findSigningSite(db, site.ring, siteId),
    takeCall: (siteId) => takeCall(SYSTEM_SCOPE, db, siteId),
    slowDown: (siteId) => slowDown(SYSTEM_SCOPE, db, siteId),
    keyUsed: (siteId, keyId) => noteKeyUse(SYSTEM_SCOPE, db, siteId, keyId),
    circuit: createCircuit({ failures: options.failures ?? 9, pauseMs: 60_000, longestMs: 60_000 }),
    timeoutMs: options.timeoutMs ?? 2_000,
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
  });
}

function say(response: ServerResponse, body: unknown, status = 200, headers = {}): void {
  const timestamp = 1483365005.8193;
  const hash = hashTimestamp(String(timestamp), site.partnerRef);
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify({ request_id: 1, type_response: "sync", timestamp, hash, body }));
}

const sayError = (response: ServerResponse, exception: string, status: number, headers = {}) =>
  say(response, { error: { code: 1, message: "no", exception } }, status, headers);

const access = () => ({ siteId: site.siteId, token: TOKEN });

it("is off without a key, and calls nobody", async () => {
  expect(await makeClient().listAccounts(access())).toEqual({ outcome: "off" });
  expect(bank.requests).toEqual([]);
});

it("signs every try anew with the site's key, and reads the answer", async () => {
  const made = await makeKey(SYSTEM_SCOPE, database, auditKeys(), { siteId: site.siteId, currentId: null });
  if (!made.ok) throw new Error(made.problem);
  let tries = 0;
  bank.answer((_, response) => {
    tries += 1;
    if (tries === 1) response.destroy();
    else if (tries === 2) response.writeHead(502).end("<html>");
    else say(response, { accounts: [{ acc_id: 12, acc_type: "PRO" }] });
  });
  const answer = await makeClient().listAccounts(access());
  expect(answer).toEqual({
    outcome: "ok",
    value: [{ accId: "12", accType: "PRO" }],
    timestamp: "1483365005.8193",
  });
  expect(bank.requests).toHaveLength(3);
  const used = bank.requests.map(({ url, headers }) => {
    const data = String(headers["x-validation-data"]);
    const verifier = createVerify("RSA-SHA1").update(data);
    expect(verifier.verify(made.publicPem, String(headers["x-signed-request"]), "base64")).toBe(true);
    expect([url, headers.authorization]).toEqual(["/v1.0/accounts", `Bearer ${TOKEN}`]);
    expect(data).toMatch(/^[0-9a-f]{40}$/);
    return data;
  });
  expect(new Set(used).size).toBe(3);
  const [key] = await listKeys(SYSTEM_SCOPE, database.prisma, site.siteId);
  expect(key?.lastUsedAt).not.toBeNull();
  const stored = await database.prisma.bankApiKey.findFirstOrThrow();
  expect(Buffer.from(stored.privateSealed).toString("latin1")).not.toContain("PRIVATE KEY");
});

it("asks for the page of transactions, names in the path quoted", async () => {
  bank.answer((_, response) => say(response, { transactions: [] }));
  const page = { from: "2026-11-01", to: "2026-11-02", start: 100, count: 50 };
  expect(await makeClient().listTransactions(access(), "A/../B", page)).toMatchObject({
    outcome: "ok",
    value: { transactions: [], entries: 0, total: null },
  });
  expect(bank.requests[0]?.url).toBe(
    "/v1.0/cards/A%2F..%2FB/transactions?date_start=2026-11-01&date_end=2026-11-02&limit_start=100&limit_number=50",
  );
});

it.each([
  ["OAuth2InvalidTokenException", 401, { outcome: "refused", why: "revoked" }],
  ["FunctionalityNotAllowedException", 403, { outcome: "refused", why: "scope" }],
  ["BadRsaSignatureException", 403, { outcome: "refused", why: "our_key" }],
  ["IpAddressNotAllowedException", 403, { outcome: "refused", why: "our_address" }],
  ["CardTransactionNotFoundException", 404, { outcome: "missing" }],
  ["SomethingElseException", 400, { outcome: "malformed", problem: "error" }],
] as const)("tells %s apart, and asks once", async (exception, status, outcome) => {
  bank.answer((_, response) => sayError(response, exception, status));
  expect(await makeClient().readTransaction(access(), "C1", "1")).toEqual(outcome);
  expect(bank.requests).toHaveLength(1);
});

it("follows no redirect: the token would go there", async () => {
  const elsewhere = await startBankServer((_, response) => response.end());
  bank.answer((_, response) => response.writeHead(302, { location: elsewhere.origin }).end());
  expect(await makeClient().listAccounts(access())).toEqual({ outcome: "malformed", problem: "redirect" });
  expect(elsewhere.requests).toEqual([]);
  await elsewhere.close();
});

it("believes no answer with the hash of somebody else", async () => {
  bank.answer((_, response) =>
    response.end(
      JSON.stringify({ timestamp: 1, hash: hashTimestamp("1", "x".repeat(64)), body: { accounts: [] } }),
    ),
  );
  expect(await makeClient().listAccounts(access())).toEqual({ outcome: "malformed", problem: "hash" });
});

it("waits a short Retry-After, reports a long one, and halves the site's budget", async () => {
  let tries = 0;
  bank.answer((_, response) => {
    tries += 1;
    if (tries > 1) say(response, { accounts: [] });
    else sayError(response, "MaxQueryRateByIpReachedException", 429, { "retry-after": "2" });
  });
  expect((await makeClient().listAccounts(access())).outcome).toBe("ok");
  expect(waits.some((wait) => wait >= 2_000)).toBe(true);
  bank.answer((_, response) =>
    sayError(response, "MaxQueryRateByIpReachedException", 429, { "retry-after": "90" }),
  );
  expect(await makeClient().listAccounts(access())).toEqual({ outcome: "busy", retryAfterMs: 90_000 });
  expect(bank.requests).toHaveLength(1);
  const budget = await database.prisma.bankApiBudget.findFirstOrThrow();
  expect(budget).toMatchObject({ halvings: 1, used: 3 });
});

it("gives up on a bank that does not answer, and then leaves it alone", async () => {
  bank.answer(() => undefined);
  const client = makeClient({ timeoutMs: 50, failures: 3 });
  expect(await client.listAccounts(access())).toEqual({ outcome: "unreachable" });
  expect([bank.requests.length, client.circuitOpen]).toEqual([3, true]);
  expect(await client.listAccounts(access())).toEqual({ outcome: "unreachable" });
  expect(bank.requests).toHaveLength(3);
});

it("spaces calls by the second, and stops at the day's limit", async () => {
  const take = () => takeCall(SYSTEM_SCOPE, database.prisma, site.siteId);
  const [first, second, third] = [await take(), await take(), await take()];
  expect(first).toEqual({ ok: true, waitMs: 0 });
  expect(second.ok && second.waitMs > 0 && second.waitMs <= 500).toBe(true);
  expect(third.ok && second.ok && third.waitMs > second.waitMs).toBe(true);
  await database.prisma.bankApiBudget.updateMany({ data: { nextAt: new Date(0) } });
  await writeBudget(SYSTEM_SCOPE, database.prisma, site.siteId, { callsPerSecond: 2, callsPerDay: 3 });
  const spent = await take();
  expect(spent.ok ? 0 : spent.retryAfterMs).toBeGreaterThan(2_000);
  // The next day of the bank counts from zero.
  await database.prisma.bankApiBudget.updateMany({ data: { day: new Date("2020-01-01") } });
  expect(await take()).toEqual({ ok: true, waitMs: 0 });
  expect(await readBudget(SYSTEM_SCOPE, database.prisma, site.siteId)).toEqual({
    ...{ callsPerSecond: 2, callsPerDay: 3, halvings: 0, usedToday: 1 },
  });
});

it("signs with the previous key as long as the bank does not know the new one", async () => {
  const { siteId } = site;
  const [first] = await listKeys(SYSTEM_SCOPE, database.prisma, siteId);
  const order = { siteId, currentId: first?.id ?? null };
  expect((await makeKey(SYSTEM_SCOPE, database, auditKeys(), order)).ok).toBe(true);
  expect(await makeKey(SYSTEM_SCOPE, database, auditKeys(), order)).toMatchObject({
    problem: "changed_meanwhile",
  });
  bank.answer((request, response) => {
    const verifier = createVerify("RSA-SHA1").update(String(request.headers["x-validation-data"]));
    const known = verifier.verify(
      first?.publicPem ?? "",
      String(request.headers["x-signed-request"]),
      "base64",
    );
    if (known) say(response, { accounts: [] });
    else sayError(response, "BadRsaSignatureException", 403);
  });
  expect((await makeClient().listAccounts(access())).outcome).toBe("ok");
  const keys = await listKeys(SYSTEM_SCOPE, database.prisma, siteId);
  expect(keys.map(({ slot, lastUsedAt }) => [slot, lastUsedAt === null])).toEqual([
    ["current", true],
    ["previous", false],
  ]);
  const [current, previous] = keys;
  const end = (keyId: string) => endKey(SYSTEM_SCOPE, database, auditKeys(), { siteId, keyId });
  expect(await end(current?.id ?? "")).toEqual({ ok: false, problem: "not_previous" });
  expect(await end(previous?.id ?? "")).toEqual({ ok: true });
  expect(await makeClient().listAccounts(access())).toEqual({ outcome: "refused", why: "our_key" });
});
