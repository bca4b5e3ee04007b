import { afterAll, beforeAll, expect, it } from "vitest";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { answerQuantile } from "@/lib/webhooks/metrics/answer-times";
import { createDeliveryMetrics } from "@/lib/webhooks/metrics/delivery-metrics";
import { readStats, readUnauthenticated } from "@/lib/webhooks/metrics/delivery-metrics-store";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";
import { tokenJson } from "../support/facts/token-bodies";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database, { allowedIps: ["*"] });
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

const token = (name: string, timestamp: string, hash?: string) =>
  tokenJson(name, { timestamp, ...(hash !== undefined && { hash }) });

it("counts by minute how notifications were answered, and how fast", async () => {
  const wrong = token("wrong", "5", "0".repeat(64));
  for (const body of [token("one", "1"), token("one", "1"), token("two", "1"), wrong])
    await receiver.deliver(body);
  await receiver.deps.deliveryMetrics.flush();
  await receiver.deliver(token("three", "3"));
  await receiver.deps.deliveryMetrics.flush();
  const stats = await readStats(SYSTEM_SCOPE, database.prisma, new Date(Date.now() - 120_000));
  const sum = (pick: (row: (typeof stats)[number]) => number) =>
    stats.reduce((total, row) => total + pick(row), 0);
  expect(sum(({ accepted }) => accepted)).toBe(2);
  expect(sum(({ duplicate }) => duplicate)).toBe(1);
  expect(sum(({ held }) => held)).toBe(1);
  expect(sum(({ refused }) => refused)).toBe(1);
  expect(sum(({ answers }) => answers.reduce((total, count) => total + count, 0))).toBe(5);
});

it("notes when a key and a reference were last used", async () => {
  const used = await database.prisma.siteCredential.findMany({ where: { siteId: site.siteId } });
  expect(used.map(({ lastUsedAt }) => lastUsedAt)).toEqual([expect.any(Date), expect.any(Date)]);
});

it("keeps a bounded trace of strangers, and nothing they said", async () => {
  const secret = "a-secret-that-is-no-key-of-ours";
  // Together: strangers share the one look at the sites that each second has.
  await Promise.all(Array.from({ length: 30 }, () => receiver.deliver(token("x", "9"), { key: secret })));
  await receiver.deliver(token("x", "9"), { key: secret, address: "203.0.113.9" });
  await receiver.deps.deliveryMetrics.flush();
  const { traces, total } = await readUnauthenticated(SYSTEM_SCOPE, database.prisma, 100);
  expect(total).toBe(11);
  expect(JSON.stringify(traces)).not.toContain(secret);
  expect(traces[0]).toMatchObject({ reason: "unknown_key", size: expect.any(Number) });

  await database.prisma.$executeRaw`
    INSERT INTO stranger_traces (id, at, reason) SELECT gen_random_uuid(), now(), 'unknown_key' FROM generate_series(1, 10000)`;
  await receiver.deliver(token("x", "9"), { key: secret, address: "203.0.113.10" });
  await receiver.deps.deliveryMetrics.flush();
  expect((await readUnauthenticated(SYSTEM_SCOPE, database.prisma, 1)).total).toBe(10_011);
});

it("takes no more bytes than so many that wait for a person, and says so", async () => {
  await database.prisma.$executeRaw`
    INSERT INTO deliveries (id, site_id, received_at, verdict, answer_status, body_size, address_leg,
      hash_leg, pair_leg, processing, digest)
    SELECT gen_random_uuid(), ${site.siteId}::uuid, now(), 'held', 200, 65536, 'off', 'match', 'spent', 'none',
      decode(md5(n::text) || md5(n::text), 'hex')
    FROM generate_series(1, 4096) AS n`;
  expect((await receiver.deliver(token("two", "1"))).body).toEqual({ status: "duplicate" });
  expect(await receiver.deliver(token("four", "1"))).toMatchObject({
    status: 503,
    body: { error: { code: "too_many_held" } },
  });
  // What needs no person still comes in.
  expect((await receiver.deliver(token("five", "5"))).body).toEqual({ status: "accepted" });
});

it("reads quantiles out of classes", () => {
  expect(answerQuantile([], 0.95)).toBeNull();
  expect(answerQuantile([10], 0.5)).toBe(0.5);
  expect(answerQuantile([0, 0, 0, 100], 0.5)).toBe(4);
});

it("takes the addresses of one /64 for one stranger, however they are written", async () => {
  await database.prisma.unauthenticatedRequest.deleteMany();
  const deliveryMetrics = createDeliveryMetrics({ database });
  for (let n = 1; n <= 60; n += 1) {
    const address = `2001:db8::${n.toString(16)}:2:3:4`;
    deliveryMetrics.unauthenticated({ at: new Date(), reason: "unknown_key", address, size: 1 });
  }
  await deliveryMetrics.flush();
  expect(await database.prisma.unauthenticatedRequest.count()).toBe(10);
});
