import { afterAll, beforeAll, expect, it } from "vitest";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { cancelJob, retryJob } from "@/lib/jobs/jobs";
import { enqueueJob, listJobs } from "@/lib/jobs/jobs-store";
import { JOB_KINDS, pauseAfter } from "@/lib/jobs/kinds";
import { createJobRunner, runStep } from "@/lib/jobs/runner";
import type { WorkTable } from "@/lib/jobs/work";
import { createDecideJob } from "@/lib/webhooks/review/decide-job";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
const staff: Scope = { sites: "all", beyondSites: true, role: "admin", actor: { id: null, name: "Ada" } };
const KIND = "deliveries.decide";

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
});
afterAll(() => database.close());

const keys = () => ({ ring: site.ring, auditKey: "a key for the audit trail of this test" });
const withWork = (work: WorkTable) => ({ database, keys: keys(), work });
const order = (key?: string) =>
  enqueueJob(staff, database.prisma, {
    kind: KIND,
    siteIds: [site.siteId],
    ...(key !== undefined && { key }),
  });
const read = async (id: string | null) =>
  (await listJobs(SYSTEM_SCOPE, database.prisma, 50)).find((job) => job.id === id);

async function runUntil(work: WorkTable, done: () => Promise<void>): Promise<void> {
  const runner = createJobRunner(withWork(work));
  runner.start();
  try {
    await done();
  } finally {
    await runner.stop();
  }
}

it("rests longer after each failure, and gives a job up that keeps failing", async () => {
  const rules = JOB_KINDS[KIND];
  expect([1, 2, 3, 20].map((failures) => pauseAfter(rules, failures))).toEqual([1_000, 2_000, 4_000, 60_000]);
  const given: string[] = [];
  const id = await order();
  const work: WorkTable = {
    [KIND]: {
      lane: "database",
      step: () => Promise.reject(new RangeError("the payload says 4973 0000")),
      changed: async (_scope, _tx, job, state) => void given.push(`${job.id} ${state}`),
    },
  };
  await runUntil(work, () => expect.poll(async () => (await read(id))?.attempts, { timeout: 9_000 }).toBe(1));
  expect(await read(id)).toMatchObject({ state: "queued", error: "RangeError" });
  expect((await read(id))?.nextAt.getTime()).toBeGreaterThan((await read(id))?.startedAt?.getTime() ?? 0);
  await database.prisma.job.update({ where: { id: id ?? "" }, data: { attempts: 4, nextAt: new Date() } });
  await runUntil(work, () =>
    expect.poll(async () => (await read(id))?.state, { timeout: 9_000 }).toBe("failed"),
  );
  expect(given).toEqual([`${id} failed`]);
  const [entry] = await database.prisma.auditEntry.findMany({ orderBy: { seq: "desc" }, take: 1 });
  expect(entry).toMatchObject({ action: "job.failed", outcome: "failed", targetId: id, siteId: site.siteId });
  // Staff retry it once what was wrong is mended: it goes on where it stopped.
  expect(await retryJob(staff, withWork(work), id ?? "")).toBe(true);
  expect(await retryJob(staff, withWork(work), id ?? "")).toBe(false);
  const mended: WorkTable = { [KIND]: { lane: "database", step: async () => ({ next: "done", done: 3 }) } };
  expect(await runStep(withWork(mended), "database")).toBe("more");
  expect(await read(id)).toMatchObject({ state: "done", done: 3, attempts: 0, error: null });
});

it("waits without counting a failure, keeps its place, and is told what was stored", async () => {
  const id = await order();
  const seen: unknown[] = [];
  let stored = 0;
  const work: WorkTable = {
    [KIND]: {
      lane: "database",
      step: async (_tx, { cursor }) => {
        seen.push(cursor);
        if (cursor === null) return { next: "more", cursor: { page: 1 }, total: 2, done: 1 };
        return { next: "later", afterMs: 3_600_000, cursor: { page: 2 } };
      },
      stored: () => {
        stored += 1;
      },
    },
  };
  expect(await runStep(withWork(work), "database")).toBe("more");
  expect(await runStep(withWork(work), "database")).toBe("more");
  expect(await runStep(withWork(work), "database")).toBe("idle");
  expect([seen, stored]).toEqual([[null, { page: 1 }], 2]);
  expect(await read(id)).toMatchObject({
    state: "queued",
    cursor: { page: 2 },
    done: 1,
    total: 2,
    runs: 2,
    attempts: 0,
  });
  expect(await cancelJob(staff, withWork(work), id ?? "")).toBe(true);
  expect(await read(id)).toMatchObject({ state: "cancelled" });
});

it("has one unfinished job of a kind and key, and shows nobody those of other sites", async () => {
  const id = await order("person");
  expect(await order("person")).toBeNull();
  const elsewhere: Scope = { ...staff, beyondSites: false, sites: ["00000000-0000-7000-8000-000000000000"] };
  expect(await listJobs(elsewhere, database.prisma, 50)).toEqual([]);
  expect(await cancelJob(elsewhere, withWork({}), id ?? "")).toBe(false);
  expect(await cancelJob(staff, withWork({}), id ?? "")).toBe(true);
  expect(await order("person")).not.toBeNull();
});

it("carries on a bulk action that a version before it left", async () => {
  await database.prisma.job.deleteMany();
  const receiver = makeReceiver(database, site.ring, site.webhookKey);
  const id = "0199b0c0-0000-7000-8000-0000000000aa";
  const createdAt = new Date();
  await database.prisma.deliveryJob.create({
    data: {
      id,
      siteIds: [],
      decision: "replayed",
      filters: {},
      reason: "left over",
      until: id,
      createdAt,
      createdBy: "Ada",
    },
  });
  const decide = createDecideJob({ keys: keys(), receiving: receiver.deps, onDecided: () => undefined });
  const state = async () => (await database.prisma.deliveryJob.findUnique({ where: { id } }))?.state;
  await runUntil({ [KIND]: decide }, () => expect.poll(state, { timeout: 9_000 }).toBe("done"));
  expect(await read(id)).toMatchObject({ state: "done", kind: KIND });
});
