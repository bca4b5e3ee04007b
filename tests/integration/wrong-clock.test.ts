import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { createClock } from "@/lib/db/clock";
import { conditionsOf } from "@/lib/incidents/conditions";
import { readSiteFacts } from "@/lib/incidents/facts-store";
import { listOpenIncidents } from "@/lib/incidents/incidents-store";
import { createMonitor } from "@/lib/incidents/monitor";
import { listDeliveries, readDeliveryHealth } from "@/lib/webhooks/read/deliveries-store";
import { decideDeliveries } from "@/lib/webhooks/review/decide";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

const SIX_MINUTES = 360;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => onSite(["127.0.0.1"]));
afterAll(() => database.close());

async function onSite(allowedIps: string[]): Promise<void> {
  site = await makeSite(database, { allowedIps });
  receiver = makeReceiver(database, site.ring, site.webhookKey);
}

/** Seconds at the bank, whose clock is so far ahead of ours. */
const bankTime = (ahead: number) => (Date.now() / 1000 + ahead + (count++ % 1000) / 10_000).toFixed(4);

async function send(data: Record<string, unknown>, ahead: number, at?: Date): Promise<number> {
  const timestamp = bankTime(ahead);
  const signed = { hash: hashTimestamp(timestamp, VECTOR_PARTNER_REF), timestamp, ...data };
  const sent = JSON.stringify({ notification: { data: signed } });
  const { status } = await receiver.deliver(sent, at === undefined ? {} : { at });
  await receiver.process();
  return status;
}

const token = (event: string, ahead: number) =>
  send({ event_name: event, token: "T1", custom_reference: "" }, ahead);
const pay = (status: string, ahead: number, at?: Date) => {
  const transaction = { txid: "1", amount: "10.00", status, type: "D", date: "2026-11-20 10:00:00" };
  const body = { card_ref: "ANY1", acc_id: "1", transaction };
  return send({ event_name: "card_transaction_received", body }, ahead, at);
};

async function stand() {
  const { siteId } = site;
  const tokens = await database.prisma.apiToken.findMany({ where: { siteId } });
  const payments = await database.prisma.cardTransaction.findMany({ where: { siteId } });
  return { token: tokens[0]?.state, payment: payments[0]?.status };
}

const waiting = async () =>
  (
    await listDeliveries(
      { ...SYSTEM_SCOPE, sites: [site.siteId] },
      database.prisma,
      { verdict: "waiting" },
      {
        after: null,
        limit: 10,
      },
    )
  ).rows;

/** Our clock is set right: what was ahead of it is no more. */
async function mendClock(): Promise<void> {
  await database.prisma.$executeRaw`
    UPDATE deliveries SET bank_timestamp = bank_timestamp - ${SIX_MINUTES},
      next_attempt_at = next_attempt_at - interval '6 minutes' WHERE site_id = ${site.siteId}::uuid`;
}

const decide = (ids: string[], decision: "released" | "replayed") => {
  const keys = { ring: site.ring, auditKey: "x".repeat(40) };
  return decideDeliveries(SYSTEM_SCOPE, database, keys, { ids, decision, reason: "our clock is behind" });
};

it.each(["warn", "refuse"])(
  "has what is verified wait, visibly, where old ones are met with %s",
  async (mode) => {
    await database.prisma.site.update({ where: { id: site.siteId }, data: { stalenessMode: mode } });
    await pay("A", 0);
    expect(await pay("S", SIX_MINUTES)).toBe(200);
    expect((await stand()).payment).toBe("A");
    const [row] = await waiting();
    expect(row?.processing).toBe("waiting");
    const wait = ((row?.waitsUntil?.getTime() ?? 0) - Date.now()) / 1000;
    expect(wait).toBeGreaterThan(30);
    expect(wait).toBeLessThan(61);
    await mendClock();
    await receiver.process();
    expect((await stand()).payment).toBe("S");
    expect(await waiting()).toEqual([]);
  },
);

it("takes access away at once for a verified revocation, and ranks it once its time has come", async () => {
  await token("token_created", 0);
  expect(await token("token_revoked", SIX_MINUTES)).toBe(200);
  expect((await stand()).token).toBe("revoked");
  // Not ranked yet, it is not older either: what is granted meanwhile waits for the same time.
  await token("token_created", 1);
  expect((await stand()).token).toBe("revoked");
  expect(await waiting()).toHaveLength(1);
  await mendClock();
  await receiver.process();
  expect(await waiting()).toHaveLength(0);
  await token("token_created", SIX_MINUTES - 100);
  expect((await stand()).token).toBe("revoked");
  await token("token_created", SIX_MINUTES - 60 + 200);
  expect(await waiting()).toHaveLength(1);
});

it("judges by the bank's clock once verified deliveries agree on it, and says how far we are off", async () => {
  await pay("A", 0);
  await pay("S", SIX_MINUTES);
  expect((await stand()).payment).toBe("A");
  for (let n = 0; n < 4; n += 1)
    await send({ event_name: "token_created", token: `more ${n}`, custom_reference: "" }, SIX_MINUTES);
  expect((await stand()).payment).toBe("S");
  expect(await waiting()).toEqual([]);
  await createMonitor({ database, mailer: null, appUrl: "https://dashboard.example" }).look();
  const open = await listOpenIncidents({ ...SYSTEM_SCOPE, sites: [site.siteId] }, database.prisma);
  const found = open.find(({ kind }) => kind === "clock_behind");
  expect(Math.abs((found?.details.count ?? 0) - SIX_MINUTES)).toBeLessThan(5);
});

it("says so for as long as anything waits, however long the bank has been quiet", async () => {
  const scope = { ...SYSTEM_SCOPE, sites: [site.siteId] };
  const look = async () => {
    await createMonitor({ database, mailer: null, appUrl: "https://dashboard.example" }).look();
    const open = await listOpenIncidents(scope, database.prisma);
    const { waiting: count } = await readDeliveryHealth(scope, database.prisma);
    return { open: open.map(({ kind, details }) => [kind, Math.round((details.count ?? 0) / 60)]), count };
  };
  await pay("A", 0);
  await pay("S", SIX_MINUTES);
  expect(await look()).toEqual({ open: [["clock_behind", 6]], count: 1 });
  await database.prisma.$executeRaw`
    UPDATE deliveries SET received_at = received_at - interval '11 minutes',
      bank_timestamp = bank_timestamp - 660, next_attempt_at = next_attempt_at + interval '1 hour'
    WHERE site_id = ${site.siteId}::uuid`;
  expect(await look()).toEqual({ open: [["clock_behind", 6]], count: 1 });
  await decide(
    (await waiting()).map(({ id }) => id),
    "released",
  );
  await receiver.process();
  expect(await look()).toEqual({ open: [], count: 0 });
});

it("does not call the clock wrong for one that is dated in the future, where the others agree that it is right", async () => {
  for (const status of ["A", "P", "R"]) await pay(status, 0);
  await pay("S", 36_000);
  await createMonitor({ database, mailer: null, appUrl: "https://dashboard.example" }).look();
  const scope = { ...SYSTEM_SCOPE, sites: [site.siteId] };
  expect(await listOpenIncidents(scope, database.prisma)).toEqual([]);
  expect((await readDeliveryHealth(scope, database.prisma)).waiting).toBe(1);
});

it("does not refuse as stale what only our own clock makes look old", async () => {
  await database.prisma.site.update({ where: { id: site.siteId }, data: { stalenessMode: "refuse" } });
  const statuses = [];
  for (let n = 0; n < 3; n += 1) statuses.push(await pay("A", -SIX_MINUTES));
  expect(statuses).toEqual([401, 401, 401]);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
  expect(await pay("S", -SIX_MINUTES)).toBe(200);
  expect((await stand()).payment).toBe("S");
  await createMonitor({ database, mailer: null, appUrl: "https://dashboard.example" }).look();
  const open = await listOpenIncidents({ ...SYSTEM_SCOPE, sites: [site.siteId] }, database.prisma);
  expect(open.map(({ kind }) => kind)).toContain("clock_ahead");
});

it("lets what waits take effect where a person says so, and audits that", async () => {
  await pay("A", 0);
  await pay("S", 36_000);
  const ids = (await waiting()).map(({ id }) => id);
  expect(await decide(ids, "released")).toMatchObject({ done: 1 });
  await receiver.process();
  expect((await stand()).payment).toBe("S");
  const entry = { action: "delivery.released", targetId: ids[0] ?? "" };
  expect(await database.prisma.auditEntry.count({ where: entry })).toBe(1);
});

it("judges a replay of what is verified by the time of the replay", async () => {
  await pay("A", 0);
  await pay("S", SIX_MINUTES);
  // As it was left by who did not wait: done, and without effect.
  const [row] = await waiting();
  await database.prisma.delivery.update({ where: { id: row?.id ?? "" }, data: { processing: "done" } });
  await mendClock();
  await decide([row?.id ?? ""], "replayed");
  await receiver.process();
  expect((await stand()).payment).toBe("S");
});

it("has what nobody vouches for win over nothing from the future, also when it is replayed", async () => {
  await onSite(["*"]);
  await pay("A", 0);
  await token("token_created", 0);
  for (let n = 0; n < 4; n += 1) expect(await pay("S", SIX_MINUTES)).toBe(200);
  await token("token_revoked", SIX_MINUTES);
  expect(await stand()).toEqual({ token: "active", payment: "A" });
  const where = { siteId: site.siteId, ageSeconds: { gt: 300 } };
  const ids = (await database.prisma.delivery.findMany({ where })).map(({ id }) => id);
  await mendClock();
  expect(await decide(ids, "replayed")).toMatchObject({ done: 5 });
  await receiver.process();
  expect(await stand()).toEqual({ token: "active", payment: "A" });
  const facts = (await readSiteFacts(SYSTEM_SCOPE, database.prisma)).filter(
    ({ siteId }) => siteId === site.siteId,
  );
  expect(facts.flatMap((found) => conditionsOf(found, new Date()))).toEqual([]);
});

it("goes by Postgres's time, whatever this machine's clock says", async () => {
  const clock = createClock(database.prisma);
  const right = Date.now();
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    vi.setSystemTime(right - SIX_MINUTES * 1000);
    await clock.sync();
    expect(Math.abs(clock.now().getTime() - right)).toBeLessThan(60_000);
  } finally {
    vi.useRealTimers();
  }
});
