import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { conditionsOf } from "@/lib/incidents/conditions";
import { readSiteFacts } from "@/lib/incidents/facts-store";
import { decideDeliveries, judgeAgain } from "@/lib/webhooks/review/decide";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let clock = 1_794_900_000;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  site = await makeSite(database, { allowedIps: ["*"] });
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

function event(name: string, token: string, timestamp: string): string {
  const hash = hashTimestamp(timestamp, VECTOR_PARTNER_REF);
  const data = { hash, timestamp, event_name: name, token, custom_reference: "" };
  return JSON.stringify({ notification: { data } });
}

async function stateOf(): Promise<string | undefined> {
  return (await database.prisma.apiToken.findFirst({ where: { siteId: site.siteId } }))?.state;
}

const verdicts = async () => {
  const rows = await database.prisma.delivery.findMany({ where: { siteId: site.siteId, replayOfId: null } });
  return rows.map(({ verdict }) => verdict).sort();
};

it("lets the revocation of a token that we hold through, whatever its pair", async () => {
  const tick = String(clock++);
  expect((await receiver.deliver(event("token_created", "T", tick))).body).toEqual({ status: "accepted" });
  await receiver.process();
  expect((await receiver.deliver(event("token_revoked", "T", tick))).body).toEqual({ status: "accepted" });
  await receiver.process();
  expect(await stateOf()).toBe("revoked");
});

it("lets it through as soon as we hold the token, where both come in one batch", async () => {
  const tick = String(clock++);
  const created = receiver.deliver(event("token_created", "T", tick));
  const revoked = receiver.deliver(event("token_revoked", "T", tick));
  expect((await created).body).toEqual({ status: "accepted" });
  expect((await revoked).body).toEqual({ status: "held" });
  await receiver.process();
  expect(await stateOf()).toBe("revoked");
  expect(await verdicts()).toEqual(["accepted", "accepted"]);
});

it("has any event spend a pair against a later creation, and a revocation of what nobody knows waits", async () => {
  const tick = String(clock++);
  await receiver.deliver(event("token_revoked", "T", tick));
  await receiver.process();
  expect((await receiver.deliver(event("token_created", "T", tick))).body).toEqual({ status: "held" });
  expect((await receiver.deliver(event("token_created", "other", tick))).body).toEqual({ status: "held" });
  expect((await receiver.deliver(event("token_revoked", "other", tick))).body).toEqual({ status: "held" });
  await receiver.process();
  expect(await database.prisma.apiToken.count({ where: { siteId: site.siteId } })).toBe(1);
});

it("lets a held revocation through once its token is let through by a person", async () => {
  const tick = String(clock++);
  await receiver.deliver(event("other", "", tick));
  await receiver.deliver(event("token_revoked", "T", tick));
  await receiver.deliver(event("token_created", "T", tick));
  await receiver.process();
  expect(await verdicts()).toEqual(["accepted", "held", "held"]);
  const held = await database.prisma.delivery.findFirstOrThrow({
    where: { siteId: site.siteId, verdict: "held", eventName: "token_created" },
  });
  const keys = { ring: site.ring, auditKey: "x".repeat(40) };
  const order = { ids: [held.id], decision: "released", reason: "asked the bank" } as const;
  await decideDeliveries(SYSTEM_SCOPE, database, keys, order);
  await receiver.process();
  expect(await stateOf()).toBe("revoked");
});

it("knows the token of a revocation that is written with blanks around it", async () => {
  const tick = String(clock++);
  await receiver.deliver(event("token_created", " T ", tick));
  await receiver.process();
  expect((await receiver.deliver(event("token_revoked", "T\t", tick))).body).toEqual({ status: "accepted" });
  await receiver.process();
  expect(await stateOf()).toBe("revoked");
});

it("processes a body as it was judged, however long its Content-Type is", async () => {
  const tick = String(clock++);
  await receiver.deliver(event("other", "", tick));
  // One notification stands between the boundaries that the header names at its end, another between the first.
  const part = (boundary: string, data: Record<string, string>): string => {
    const all = { hash: hashTimestamp(tick, VECTOR_PARTNER_REF), timestamp: tick, ...data };
    const fields = Object.entries(all).map(
      ([name, value]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="notification[data][${name}]"\r\n\r\n${value}\r\n`,
    );
    return `${fields.join("")}--${boundary}--\r\n`;
  };
  const body =
    part("first", { event_name: "token_created", token: "forged" }) +
    part("named", { event_name: "innocent" });
  const contentType = `multipart/form-data; x=${"x".repeat(200)}; boundary=named`;
  await receiver.deliver(body, { contentType });
  await receiver.process();
  expect(await database.prisma.apiToken.count({ where: { siteId: site.siteId } })).toBe(0);
});

it("raises an incident at half of the bytes that may be held", async () => {
  const fill = (rows: number) => database.prisma.$executeRaw`
    INSERT INTO deliveries (id, site_id, received_at, verdict, answer_status, body_size, address_leg,
      hash_leg, pair_leg, processing, digest)
    SELECT gen_random_uuid(), ${site.siteId}::uuid, now(), 'held', 200, 65536, 'off', 'match', 'spent', 'none',
      decode(md5(gen_random_uuid()::text) || md5(n::text), 'hex')
    FROM generate_series(1, ${rows}) AS n`;
  const found = async () => {
    const facts = (await readSiteFacts(SYSTEM_SCOPE, database.prisma)).filter(
      ({ siteId }) => siteId === site.siteId,
    );
    return facts.flatMap((one) => conditionsOf(one, new Date()));
  };
  await fill(2_000);
  expect(await found()).toEqual([]);
  await fill(48);
  expect(await found()).toEqual([{ kind: "held_full", details: { count: 50 } }]);
  const tick = String(clock++);
  await receiver.deliver(event("other", "", tick));
  expect((await receiver.deliver(event("token_created", "T", tick))).body).toEqual({ status: "held" });
  await fill(2_048);
  expect((await receiver.deliver(event("token_created", "U", tick))).status).toBe(503);
});

it("judges thirty again at once, with fewer connections", { timeout: 120_000 }, async () => {
  await database.prisma.site.update({ where: { id: site.siteId }, data: { allowedIps: ["127.0.0.1"] } });
  receiver.deps.sites.clear();
  for (let n = 0; n < 30; n += 1)
    await receiver.deliver(event("token_created", `T${n}`, String(clock++)), { address: "203.0.113.9" });
  const where = { siteId: site.siteId, verdict: "quarantined" } as const;
  const ids = (await database.prisma.delivery.findMany({ where })).map(({ id }) => id);
  await database.prisma.site.update({ where: { id: site.siteId }, data: { allowedIps: ["203.0.113.9"] } });
  receiver.deps.sites.clear();
  const keys = { ring: site.ring, auditKey: "x".repeat(40) };
  const judgings = ids.map((id) =>
    judgeAgain(SYSTEM_SCOPE, database, keys, receiver.deps, { ids: [id], reason: "the list is mended" }),
  );
  // What the bank sends meanwhile finds a connection, too.
  const meanwhile = receiver.deliver(event("token_created", "new", String(clock++)), {
    address: "203.0.113.9",
  });
  expect((await meanwhile).status).toBe(200);
  const results = await Promise.all(judgings);
  expect(results.filter(({ done }) => done === 1)).toHaveLength(30);
  await receiver.process();
  expect(await database.prisma.apiToken.count({ where: { siteId: site.siteId } })).toBe(31);
});
