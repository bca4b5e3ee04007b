import { afterAll, beforeAll, expect, it } from "vitest";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { sealPartnerRef } from "@/lib/sites/finding/receiving-site";
import { cancelJob, orderJob } from "@/lib/webhooks/review/jobs";
import { listJobs } from "@/lib/webhooks/review/jobs-store";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";
import { tokenJson } from "../support/facts/token-bodies";
import { createJobRunner, runChunk } from "../support/jobs";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
const staff: Scope = { sites: "all", beyondSites: true, role: "admin", actor: { id: null, name: "Ada" } };
let clock = 1_794_900_000;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database, { allowedIps: ["*"] });
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

const keys = () => ({ ring: site.ring, auditKey: "a key for the audit trail of this test" });
const deps = () => ({ database, keys: keys(), receiving: receiver.deps, onDecided: () => undefined });
const order = (
  decision: "replayed" | "released" | "discarded" | "judged_again",
  verdict: "accepted" | "held" | "quarantined",
) => orderJob(staff, database, keys(), { decision, filters: { verdict }, reason: "checked with the bank" });
const job = async () => (await listJobs(SYSTEM_SCOPE, database.prisma, 1))[0];

const token = (name: string, timestamp: string, partnerRef = VECTOR_PARTNER_REF) =>
  tokenJson(name, { timestamp, partnerRef });

async function hold(count: number): Promise<void> {
  const timestamp = String(clock++);
  for (let index = 0; index <= count; index += 1)
    await receiver.deliver(token(`${timestamp} ${index}`, timestamp));
  await receiver.process();
}

it("carries a decision out over everything that a filter shows, in parts, once", async () => {
  await hold(450);
  const { total } = await order("released", "held");
  expect(total).toBe(450);
  // One that comes in later is not meant.
  await hold(1);
  expect(await runChunk(deps())).toBe("more");
  expect(await job()).toMatchObject({ state: "running", done: 200, total: 450 });
  // A part that fails at its end is undone whole.
  const { prisma } = database;
  await prisma.$executeRaw`ALTER TABLE delivery_jobs ADD CONSTRAINT no_further CHECK (done < 300)`;
  await expect(runChunk(deps())).rejects.toThrow();
  await prisma.$executeRaw`ALTER TABLE delivery_jobs DROP CONSTRAINT no_further`;
  expect(await prisma.delivery.count({ where: { replayOfId: { not: null } } })).toBe(200);
  while ((await runChunk(deps())) === "more");
  expect(await job()).toMatchObject({ state: "done", done: 450, skipped: 0, refused: 0, createdBy: "Ada" });
  await receiver.process();
  expect(await prisma.delivery.count({ where: { replayOfId: { not: null }, processing: "done" } })).toBe(450);
  expect(await prisma.delivery.count({ where: { verdict: "held", decision: null } })).toBe(1);
  const audited = await prisma.auditEntry.findMany({ orderBy: { seq: "asc" } });
  expect(audited.map(({ action }) => action)).toEqual([
    "deliveries.released",
    "deliveries.released_finished",
  ]);
});

it("judges everything refused again once a setting is mended", async () => {
  for (let index = 0; index < 3; index += 1)
    await receiver.deliver(token(`refused ${index}`, String(clock++), "another reference"));
  await order("judged_again", "quarantined");
  while ((await runChunk(deps())) === "more");
  expect(await job()).toMatchObject({ state: "done", done: 0, refused: 3 });
  await database.prisma.siteCredential.updateMany({
    where: { siteId: site.siteId, kind: "partner_ref" },
    data: { refSealed: sealPartnerRef(site.ring, site.siteId, "another reference") },
  });
  await order("judged_again", "quarantined");
  while ((await runChunk(deps())) === "more");
  expect(await job()).toMatchObject({ state: "done", done: 3, refused: 0 });
});

it("stops where it is cancelled", async () => {
  await order("replayed", "accepted");
  await runChunk(deps());
  const running = await job();
  expect(running?.state).toBe("running");
  expect(await cancelJob(staff, database, keys(), running?.id ?? "")).toBe(true);
  expect(await runChunk(deps())).toBe("idle");
  expect(await cancelJob(staff, database, keys(), running?.id ?? "")).toBe(false);
  expect(await job()).toMatchObject({ state: "cancelled", done: 200 });
});

it("runs in the background, in one process at a time", async () => {
  await receiver.process();
  const { total } = await order("replayed", "accepted");
  const runners = [createJobRunner(deps()), createJobRunner(deps())];
  for (const runner of runners) runner.start();
  await expect.poll(async () => (await job())?.state, { timeout: 20_000 }).toBe("done");
  for (const runner of runners) await runner.stop();
  expect(await job()).toMatchObject({ done: total, total });
});

it("shows and touches nothing outside of the scope", async () => {
  const elsewhere: Scope = { ...staff, beyondSites: false, sites: ["00000000-0000-7000-8000-000000000000"] };
  expect(await listJobs(elsewhere, database.prisma, 10)).toEqual([]);
  const made = await orderJob(elsewhere, database, keys(), {
    decision: "discarded",
    filters: {},
    reason: "no",
  });
  expect(made.total).toBe(0);
});
