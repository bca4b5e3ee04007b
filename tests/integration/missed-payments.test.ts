import { createServer, type Server } from "node:http";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { bankDayOf } from "@/lib/anytime/values/bank-day";
import { writeBudget } from "@/lib/bank-api/budget-store";
import { orderFetch } from "@/lib/bank-api/fetch/order-fetch";
import { createSuspectJob } from "@/lib/bank-api/fetch/suspect-losses";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { listOpenIncidents } from "@/lib/incidents/incidents-store";
import { createMonitor } from "@/lib/incidents/monitor";
import { tableOfWork } from "@/lib/job-table";
import { enqueueJob, listJobs } from "@/lib/jobs/jobs-store";
import { createJobRunner, runStep } from "@/lib/jobs/runner";
import { readLiveEvents } from "@/lib/live/store";
import { hydrate } from "@/lib/live-rows";
import { createProcessor } from "@/lib/webhooks/process/process";
import { handleWebhook } from "@/lib/webhooks/receive/doors";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";
import { makeReading } from "../support/facts/reading";
import { freePort } from "../support/free-port";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let reading: Awaited<ReturnType<typeof makeReading>>;
let port: number;
let amina: string;
const closing: (() => Promise<unknown>)[] = [];
const staff: Scope = { sites: "all", beyondSites: true, role: "support", actor: { id: null, name: "Léa" } };

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  port = await freePort();
  const url = `http://127.0.0.1:${port}/api/webhooks/anytime/${site.webhookKey}`;
  reading = await makeReading(database, site, url);
  amina = await reading.link("amina");
  await reading.link("hugo", false);
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(async () => {
  await reading.sandbox.close();
  await database.close();
});

/** What a process of the dashboard does about the bank, with a door of its own. */
function makeDashboard(webhookKey = site.webhookKey) {
  const receiver = makeReceiver(database, site.ring, site.webhookKey);
  const processor = createProcessor({ database, ring: site.ring, enabled: true });
  const { keys } = reading.grants;
  // Tests let it look at what they made: it would order fetches in between.
  const { "payments.suspect": _, ...work } = tableOfWork({
    ...{ keys, receiving: receiver.deps, bank: reading.bank, db: database.prisma },
    ...{ mailer: null, connectUrl: "", appUrl: "" },
    onDecided: () => undefined,
  });
  const runner = { database, keys, work };
  const jobs = createJobRunner(runner);
  const monitor = createMonitor({ database, mailer: null, appUrl: "http://localhost" });
  const server: Server = createServer((request, response) => {
    void handleWebhook(receiver.deps, webhookKey, request, response);
  });
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    for (const loop of [processor, jobs]) await loop.stop();
  };
  return {
    monitor,
    runner,
    async start() {
      closing.push(stop);
      await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
      processor.start();
      jobs.start();
      // What the loop of the monitor does a moment later.
      await monitor.look();
    },
    async stop() {
      closing.splice(closing.indexOf(stop), 1);
      await stop();
    },
  };
}

const payments = (userId: string) =>
  database.prisma.cardTransaction.count({ where: { card: { linkedUserId: userId } } });
const latestJob = async () => {
  const jobs = await listJobs(SYSTEM_SCOPE, database.prisma, 20);
  return jobs
    .filter(({ kind }) => kind === "payments.fetch")
    .sort((left, right) => (left.id < right.id ? 1 : -1))[0];
};
/** Enough calls that no test waits for them. */
const allowCalls = () =>
  writeBudget(SYSTEM_SCOPE, database.prisma, site.siteId, { callsPerSecond: 50, callsPerDay: 9_000 });
const today = bankDayOf(new Date());
const order = (userId: string | null) =>
  orderFetch(staff, database, reading.grants.keys, { userId, from: "2020-01-01", to: today });

async function runAll(dashboard: ReturnType<typeof makeDashboard>): Promise<void> {
  for (let step = 0; step < 60 && (await runStep(dashboard.runner, "outside")) === "more"; step += 1);
}

it("fetches by itself what the bank paid while nobody was there", { timeout: 120_000 }, async () => {
  const { bank } = reading.sandbox;
  const before = makeDashboard();
  await before.start();
  bank.pay("amina");
  await bank.idle();
  await expect.poll(() => database.prisma.cardTransaction.count(), { timeout: 20_000 }).toBe(1);
  await before.stop();
  await bank.backfill({ days: 5, perDay: 100, customers: ["amina"] });
  bank.pay("hugo");
  await bank.idle();
  expect(await database.prisma.cardTransaction.count()).toBe(1);
  // It was not a moment, but ten minutes.
  await database.prisma.$executeRaw`UPDATE presence SET seen_at = now() - interval '10 minutes'`;
  await allowCalls();
  const after = makeDashboard();
  await after.start();
  // However soon it is closed, somebody hears of it.
  expect(await listOpenIncidents(SYSTEM_SCOPE, database.prisma)).toMatchObject([{ kind: "gap" }]);
  await expect.poll(async () => (await latestJob())?.state, { timeout: 60_000 }).toBe("done");
  expect(await payments(amina)).toBe(501);
  // The one that was there before its card had an owner says so a second later.
  const nobodys = () => database.prisma.cardTransaction.count({ where: { unattributed: true } });
  await expect.poll(nobodys, { timeout: 20_000 }).toBe(0);
  expect((await latestJob())?.result).toMatchObject({ added: 500, read: 1, refused: 0, unasked: 1 });
  await after.monitor.look();
  const incident = await database.prisma.incident.findFirst({ where: { kind: "gap" } });
  expect(incident).toMatchObject({ closedAt: expect.any(Date), details: { count: 500 } });
  await after.stop();
});

it("tells open pages of all of them at once", async () => {
  const { prisma } = database;
  const { id } = (await latestJob()) ?? { id: "" };
  const events = await readLiveEvents(SYSTEM_SCOPE, prisma, 0n, 5_000);
  // The one that was pushed.
  expect(events.filter(({ kind }) => kind === "transaction").length).toBe(1);
  const rows = await hydrate(SYSTEM_SCOPE, prisma, events);
  expect(rows.get(id)).toEqual({ fetched: 500 });
  const audited = await prisma.auditEntry.findMany({ where: { action: { startsWith: "payments." } } });
  expect(audited.map(({ action }) => action)).toEqual(["payments.fetched"]);
});

it("notices what settled meanwhile, and adds nothing twice", async () => {
  const { bank } = reading.sandbox;
  const txid = bank.pay("amina", { status: "A" }, { lost: true });
  const dashboard = makeDashboard();
  await allowCalls();
  expect(await order(amina)).toEqual({ ok: true });
  expect(await order(amina)).toEqual({ ok: false, problem: "running" });
  await runAll(dashboard);
  expect((await latestJob())?.result).toMatchObject({ added: 1, changed: 0 });
  bank.settle(txid, { lost: true });
  expect(await order(amina)).toEqual({ ok: true });
  await runAll(dashboard);
  expect((await latestJob())?.result).toMatchObject({ added: 0, changed: 1 });
  expect(await database.prisma.cardTransaction.findFirst({ where: { txid } })).toMatchObject({ status: "S" });
});

/** Lets the job look at what has arrived until now. */
async function lookForLosses(dashboard: ReturnType<typeof makeDashboard>): Promise<void> {
  const { prisma } = database;
  await expect.poll(() => prisma.delivery.count({ where: { processing: "pending" } })).toBe(0);
  // It looks at what arrived more than some seconds ago.
  await prisma.$executeRaw`UPDATE deliveries SET received_at = received_at - interval '10 seconds'`;
  await prisma.job.deleteMany({ where: { kind: "payments.suspect" } });
  const since = await prisma.delivery.aggregate({ _max: { receivedAt: true } });
  const after = new Date((since._max.receivedAt?.getTime() ?? 0) - 10_000).toISOString();
  await enqueueJob(SYSTEM_SCOPE, prisma, { kind: "payments.suspect", key: "repeated" });
  await prisma.job.updateMany({ where: { kind: "payments.suspect" }, data: { cursor: { after } } });
  const mine = { ...dashboard.runner, work: { "payments.suspect": createSuspectJob() } };
  for (let step = 0; step < 10 && (await runStep(mine, "database")) === "more"; step += 1);
  await prisma.job.deleteMany({ where: { kind: "payments.suspect" } });
}

it("asks about a person whose balance skips a payment, and about one whose delivery came late", async () => {
  const { bank } = reading.sandbox;
  const { prisma } = database;
  const ines = await reading.link("ines");
  await reading.readDue();
  const dashboard = makeDashboard();
  await dashboard.start();
  await allowCalls();
  const fetches = () => prisma.job.count({ where: { input: { path: ["userId"], equals: ines } } });
  const pay = async (fault?: "try-2") => {
    if (fault !== undefined) bank.faultMode = { fault, left: 1 };
    const txid = bank.pay("ines", { status: "A", amount: "12.50" });
    await bank.idle();
    await lookForLosses(dashboard);
    return txid;
  };
  const first = await pay();
  await pay();
  // What was authorised settles over another amount, later than others: nothing is missing.
  bank.settle(first, { amount: "15.00" });
  await bank.idle();
  await pay();
  expect(await fetches()).toBe(0);
  const lost = bank.pay("ines", { status: "S", amount: "7.10" }, { lost: true });
  await pay();
  expect(await fetches()).toBe(1);
  expect((await latestJob())?.input).toMatchObject({ userId: ines, why: "balance", to: today });
  await expect.poll(() => prisma.cardTransaction.count({ where: { txid: lost } })).toBe(1);
  await expect.poll(async () => (await latestJob())?.state, { timeout: 20_000 }).toBe("done");
  // Whoever was suspected is left alone for a while.
  await pay("try-2");
  expect(await fetches()).toBe(1);
  await prisma.$executeRaw`UPDATE token_readings SET suspected_at = now() - interval '2 hours'`;
  await pay("try-2");
  expect(await fetches()).toBe(2);
  expect((await latestJob())?.input).toMatchObject({ userId: ines, why: "late_try" });
  await expect.poll(async () => (await latestJob())?.state, { timeout: 20_000 }).toBe("done");
  await dashboard.stop();
});

it("fetches what came while we answered 503, once that is over", async () => {
  const { prisma } = database;
  const minute = (ago: number) => new Date(Math.floor(Date.now() / 60_000 - ago) * 60_000);
  const unstored = (ago: number) =>
    prisma.deliveryStat.upsert({
      where: { siteId_minute: { siteId: site.siteId, minute: minute(ago) } },
      create: { siteId: site.siteId, minute: minute(ago), unstored: 2, answers: [] },
      update: { unstored: 2 },
    });
  const gaps = () => prisma.paymentGap.findMany({ where: { cause: "unstored" }, orderBy: { id: "asc" } });
  const { monitor } = makeDashboard();
  await unstored(20);
  await unstored(0);
  await monitor.look();
  expect(await gaps()).toEqual([]);
  await prisma.deliveryStat.updateMany({ where: { minute: minute(0) }, data: { unstored: 0 } });
  for (let look = 0; look < 2; look += 1) await monitor.look();
  expect(await gaps()).toMatchObject([{ beganAt: minute(20), endedAt: minute(19), closedAt: null }]);
  await runAll(makeDashboard());
  await monitor.look();
  expect(await gaps()).toMatchObject([{ closedAt: expect.any(Date) }]);
});

it("fetches after a silence, such as a wrong webhook key makes", { timeout: 120_000 }, async () => {
  const { prisma } = database;
  const dashboard = makeDashboard("a key that was never ours");
  await dashboard.start();
  for (let paid = 0; paid < 3; paid += 1) reading.sandbox.bank.pay("amina");
  await reading.sandbox.bank.idle();
  const before = await payments(amina);
  await allowCalls();
  await prisma.$executeRaw`UPDATE deliveries SET received_at = now() - interval '8 days', last_duplicate_at = NULL`;
  await dashboard.monitor.look();
  const gap = await prisma.paymentGap.findFirstOrThrow({ where: { cause: "silence" } });
  expect(gap.endedAt.getTime() - gap.beganAt.getTime()).toBeGreaterThan(7 * 86_400_000);
  await expect.poll(() => payments(amina), { timeout: 60_000 }).toBe(before + 3);
  await expect.poll(async () => (await latestJob())?.state, { timeout: 20_000 }).toBe("done");
  await dashboard.stop();
  expect(await prisma.paymentGap.findUnique({ where: { id: gap.id } })).toMatchObject({ fetched: 3 });
});

it("keeps asking a bank that is away, and says why", async () => {
  const { bank } = reading;
  const away = { ...bank, listAccounts: async () => ({ outcome: "unreachable" as const }) };
  const dashboard = makeDashboard();
  const work = tableOfWork({
    ...{ keys: reading.grants.keys, receiving: makeReceiver(database, site.ring, "").deps },
    ...{ bank: away, db: database.prisma, onDecided: () => undefined },
    ...{ mailer: null, connectUrl: "", appUrl: "" },
  });
  expect(await order(amina)).toEqual({ ok: true });
  const jobs = createJobRunner({ ...dashboard.runner, work });
  jobs.start();
  await expect.poll(async () => (await latestJob())?.attempts, { timeout: 20_000 }).toBe(1);
  await jobs.stop();
  expect(await latestJob()).toMatchObject({ state: "queued", error: "unreachable" });
  await database.prisma.job.updateMany({ data: { nextAt: new Date() } });
  await runAll(dashboard);
  expect(await latestJob()).toMatchObject({ state: "done", attempts: 0, error: null });
});

it("waits for the budget, and leaves a token that the bank refuses", async () => {
  const dashboard = makeDashboard();
  await database.prisma.bankApiBudget.updateMany({ data: { callsPerDay: 0 } });
  expect(await order(null)).toEqual({ ok: true });
  await runAll(dashboard);
  const waiting = await latestJob();
  expect(waiting).toMatchObject({ state: "queued", attempts: 0, createdBy: "Léa" });
  expect(waiting?.nextAt.getTime()).toBeGreaterThan(Date.now());
  await allowCalls();
  await database.prisma.job.updateMany({ data: { nextAt: new Date() } });
  reading.sandbox.bank.revoke("amina", true);
  await runAll(dashboard);
  expect((await latestJob())?.result).toMatchObject({ added: 0, refused: 1, read: 1 });
  // What the bank said of the token is found out by whoever reads its cards.
  expect(await reading.readDue()).toBe(1);
  expect(await order(amina)).toEqual({ ok: false, problem: "nobody_readable" });
});

it("names an access that did not arrive, and has a new link ready", async () => {
  const { userId } = await reading.grants.invite("Lost");
  await database.prisma.connectSession.updateMany({
    where: { linkedUserId: userId },
    data: { createdAt: new Date(Date.now() - 86_400_000), expiresAt: new Date(Date.now() - 3_600_000) },
  });
  await database.prisma.$executeRaw`
    UPDATE linked_users SET unconfirmed_at = now() - interval '11 minutes' WHERE id = ${userId}::uuid`;
  const { monitor, runner } = makeDashboard();
  await monitor.look();
  const open = await listOpenIncidents(SYSTEM_SCOPE, database.prisma);
  expect(open.map(({ kind, details }) => [kind, details.count])).toContainEqual(["lost_creation", 1]);
  await database.prisma.job.deleteMany({ where: { kind: "links.reconnect" } });
  await database.prisma.job.create({
    data: {
      id: "0199b0c0-0000-7000-8000-0000000000bb",
      kind: "links.reconnect",
      nextAt: new Date(0),
      createdAt: new Date(),
      createdBy: "system",
      siteIds: [],
    },
  });
  expect(await runStep(runner, "database")).toBe("more");
  const links = await database.prisma.connectSession.findMany({ where: { linkedUserId: userId } });
  expect(links.filter(({ expiresAt }) => expiresAt > new Date())).toHaveLength(1);
});
