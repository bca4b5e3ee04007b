import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { narrowToSite, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { checkScript } from "@/lib/http/outgoing/check-script";
import { beginTest } from "@/lib/sites/credentials/begin-test";
import { readTest } from "@/lib/sites/finding/test-events-store";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let deps: Parameters<typeof beginTest>[1];

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
  const keys = { ring: site.ring, auditKey: "a key for the audit trail of these tests" };
  deps = { database, keys, sites: receiver.deps.sites };
});
afterAll(() => database.close());

async function begin() {
  const test = await beginTest(SYSTEM_SCOPE, deps, site.siteId);
  if (test === null) throw new Error("there is no such site");
  return test;
}
const send = (key: string, body: string, address = "127.0.0.1") =>
  receiver.deliver(body, { key, address, contentType: "application/json" });
const seen = (id: string) => readTest(SYSTEM_SCOPE, database.prisma, id);

it("judges and answers a test event like a delivery, once, and stores nothing of it", async () => {
  const { id, nonce, body } = await begin();
  expect(await seen(id)).toBeNull();
  expect(await send(nonce, body)).toEqual({ status: 200, body: { status: "accepted" } });
  expect(await seen(id)).toMatchObject({
    status: 200,
    code: null,
    address: "127.0.0.1",
    addressLeg: "match",
  });
  expect((await send(nonce, body)).status).toBe(404);
  await receiver.deps.deliveryMetrics.flush();
  const counts = await Promise.all([
    database.prisma.delivery.count(),
    database.prisma.deliveryStat.count({ where: { siteId: site.siteId } }),
  ]);
  expect(counts).toEqual([0, 0]);
});

it("tells how a sender was seen that is not the bank", async () => {
  const { id, nonce, body } = await begin();
  expect((await send(nonce, body, "203.0.113.9")).status).toBe(403);
  const refused = { status: 403, code: "address_not_allowed", address: "203.0.113.9", peer: "203.0.113.9" };
  expect(await seen(id)).toMatchObject({ ...refused, addressLeg: "mismatch", hops: 0 });
});

it("answers 400 to what is no notification, and gives no pair that anybody could send again", async () => {
  const { nonce, body } = await begin();
  // The hash is put in by the door: what staff copy holds none.
  expect(body).toContain("0".repeat(64));
  expect((await send(site.webhookKey, body)).status).toBe(401);
  expect((await send(nonce, "{}")).status).toBe(400);
});

it("takes one request of two that come together, and none that comes too late", async () => {
  const first = await begin();
  const both = await Promise.all([send(first.nonce, first.body), send(first.nonce, first.body)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
  const late = await begin();
  await database.prisma.testEvent.update({ where: { id: late.id }, data: { expiresAt: new Date(0) } });
  receiver.deps.sites.clear();
  expect((await send(late.nonce, late.body)).status).toBe(404);
  expect(await seen(late.id)).toBe("over");
});

it("tests no site that is out of scope, and shows none of its tests", async () => {
  const elsewhere = narrowToSite(SYSTEM_SCOPE, newId());
  expect(await beginTest(elsewhere, deps, site.siteId)).toBeNull();
  expect(await readTest(elsewhere, database.prisma, (await begin()).id)).toBe("over");
});

it("loads a script without following redirects, and not more than a mebibyte of it", async () => {
  const bank: Server = createServer((request, response) => {
    if (request.url === "/moved") response.writeHead(302, { Location: "/ok" }).end();
    else if (request.url === "/large") response.end(Buffer.alloc(2 ** 20 + 1));
    else if (request.url === "/missing") response.writeHead(404).end();
    else response.end(request.url === "/empty" ? "" : "let AC;");
  });
  await new Promise<void>((resolve) => bank.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(bank.address() as AddressInfo).port}`;
  const checks = await Promise.all(
    ["/ok", "/moved", "/large", "/missing", "/empty"].map((path) => checkScript(url + path)),
  );
  expect(checks).toEqual([
    { loaded: true, bytes: 7 },
    { loaded: false, problem: "redirect" },
    { loaded: false, problem: "too_large" },
    { loaded: false, problem: "status", status: 404 },
    { loaded: false, problem: "empty" },
  ]);
  await new Promise((resolve) => bank.close(resolve));
  expect(await checkScript(url)).toEqual({ loaded: false, problem: "no_answer" });
});
