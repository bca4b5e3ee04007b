import { afterAll, beforeAll, expect, it } from "vitest";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { sealPartnerRef } from "@/lib/sites/finding/receiving-site";
import { countDeliveries } from "@/lib/webhooks/read/deliveries-store";
import {
  type DeliveryFilters,
  deliveryFiltersSchema,
  droppedFilters,
  pinPeriod,
} from "@/lib/webhooks/read/delivery-filters";
import { decideDeliveries, judgeAgain } from "@/lib/webhooks/review/decide";
import { cancelJob, orderJob } from "@/lib/webhooks/review/jobs";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";
import { tokenJson } from "../support/facts/token-bodies";
import { runChunk } from "../support/jobs";

const STAFF: Scope = { sites: "all", beyondSites: true, role: "admin", actor: { id: null, name: "Ada" } };
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let clock = 1_794_900_000;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database, { allowedIps: ["*"] });
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

const keys = () => ({ ring: site.ring, auditKey: "a key for the audit trail of this test" });
const runAll = async () => {
  const deps = { database, keys: keys(), receiving: receiver.deps, onDecided: () => undefined };
  for (let chunk = 0; chunk < 50 && (await runChunk(deps)) === "more"; chunk += 1);
};
const order = (decision: "replayed" | "judged_again", filters: DeliveryFilters, scope = STAFF) =>
  orderJob(scope, database, keys(), { decision, filters, reason: "a test" });

const token = (name: string, partnerRef = VECTOR_PARTNER_REF) =>
  tokenJson(name, { timestamp: String(clock++), partnerRef });

it("orders over what was counted, also where an address names a period and dates", async () => {
  for (let n = 0; n < 3; n += 1) await receiver.deliver(token(`old ${n}`));
  await receiver.process();
  await database.prisma.$executeRaw`UPDATE deliveries SET received_at = now() - interval '3 days'`;
  await receiver.deliver(token("new"));
  await receiver.process();
  const filters = deliveryFiltersSchema.parse({ period: "1h", from: "2020-01-01" });
  const counted = await countDeliveries(STAFF, database.prisma, filters, 100);
  const job = await order("replayed", pinPeriod(filters, new Date()));
  await cancelJob(STAFF, database, keys(), job.id);
  expect(job.total).toBe(counted);
});

it("names filters that an address sets and that mean nothing", () => {
  const query = { q: "x".repeat(101), verdict: "odd", user: "", try: "2", window: "1h" };
  expect(droppedFilters(query)).toEqual(["q", "verdict"]);
});

it("keeps a job over all sites from who has one, and gives who has none none", async () => {
  const job = await order("replayed", {});
  const elsewhere: Scope = { ...STAFF, beyondSites: false, sites: ["0190a0a0-0000-7000-8000-000000000000"] };
  expect(await cancelJob(elsewhere, database, keys(), job.id)).toBe(false);
  expect(await cancelJob(STAFF, database, keys(), job.id)).toBe(true);
  const { id } = await order("replayed", {}, { ...STAFF, sites: [] });
  await runAll();
  expect(await database.prisma.deliveryJob.findUnique({ where: { id } })).toMatchObject({
    state: "done",
    done: 0,
  });
});

it("replays originals, however often all is replayed", async () => {
  const before = await database.prisma.delivery.count();
  const originals = await database.prisma.delivery.count({
    where: { replayOfId: null, verdict: "accepted" },
  });
  for (let n = 0; n < 2; n += 1) {
    await order("replayed", { verdict: "accepted" });
    await runAll();
    await receiver.process();
  }
  expect(await database.prisma.delivery.count()).toBe(before + 2 * originals);
});

it("leaves alone what somebody discarded", async () => {
  await receiver.deliver(token("parked"));
  const { id } = await database.prisma.delivery.findFirstOrThrow({ orderBy: { id: "desc" } });
  await database.prisma.delivery.update({ where: { id }, data: { processing: "parked", error: "x" } });
  await decideDeliveries(STAFF, database, keys(), { ids: [id], decision: "discarded", reason: "forged" });
  await order("replayed", { verdict: "accepted" });
  await runAll();
  expect(await database.prisma.delivery.findUnique({ where: { id } })).toMatchObject({
    decision: "discarded",
    decisionReason: "forged",
  });
  expect(await database.prisma.delivery.count({ where: { replayOfId: id } })).toBe(0);
});

it("judges the others of a job where one cannot be opened", async () => {
  for (let n = 0; n < 3; n += 1) await receiver.deliver(token(`refused ${n}`, "another"));
  const where = { verdict: "quarantined" } as const;
  const [first] = await database.prisma.delivery.findMany({ where, orderBy: { id: "asc" } });
  const body = await database.prisma.deliveryBody.findUniqueOrThrow({ where: { id: first?.id ?? "" } });
  const broken = Buffer.from(body.sealed);
  broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
  await database.prisma.deliveryBody.update({ where: { id: body.id }, data: { sealed: broken } });
  const { id } = await order("judged_again", where);
  await runAll();
  expect(await database.prisma.deliveryJob.findUnique({ where: { id } })).toMatchObject({
    state: "done",
    refused: 3,
  });
});

it("does not judge again what was discarded while it was being looked at", async () => {
  await receiver.deliver(token("raced", "another"));
  const { id } = await database.prisma.delivery.findFirstOrThrow({ orderBy: { id: "desc" } });
  await database.prisma.siteCredential.updateMany({
    where: { siteId: site.siteId, kind: "partner_ref" },
    data: { refSealed: sealPartnerRef(site.ring, site.siteId, "another") },
  });
  const judging = judgeAgain(STAFF, database, keys(), receiver.deps, { ids: [id], reason: "mended" });
  const discarding = decideDeliveries(SYSTEM_SCOPE, database, keys(), {
    ids: [id],
    decision: "discarded",
    reason: "forged",
  });
  const [judged, discarded] = await Promise.all([judging, discarding]);
  expect(judged.done + discarded.done).toBe(1);
  const after = await database.prisma.delivery.findUniqueOrThrow({ where: { id } });
  expect(after.decision).toBe(judged.done === 1 ? "judged_again" : "discarded");
});
