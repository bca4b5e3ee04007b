import { afterAll, beforeAll, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { sealPartnerRef } from "@/lib/sites/finding/receiving-site";
import { decideDeliveries, judgeAgain } from "@/lib/webhooks/review/decide";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";
import { tokenJson } from "../support/facts/token-bodies";

const KEYS_AUDIT = "a key for the audit trail of this test";
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let clock = 1_794_800_000;

beforeAll(async () => {
  database = await createTestDatabase();
  // An address list that says nothing about who sends: `off`, so that a reused pair is held.
  site = await makeSite(database, { allowedIps: ["*"] });
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

const token = (name: string, timestamp: string, hash?: string) =>
  tokenJson(name, { timestamp, ...(hash !== undefined && { hash }) });
const keys = () => ({ ring: site.ring, auditKey: KEYS_AUDIT });
const decide = (
  ids: string[],
  decision: "released" | "discarded" | "replayed",
  scope: Scope = SYSTEM_SCOPE,
) => decideDeliveries(scope, database, keys(), { ids, decision, reason: "checked with the bank" });

async function held(): Promise<string> {
  const timestamp = String(clock++);
  expect((await receiver.deliver(token(`first ${timestamp}`, timestamp))).body).toEqual({
    status: "accepted",
  });
  expect((await receiver.deliver(token(`second ${timestamp}`, timestamp))).body).toEqual({ status: "held" });
  await receiver.process();
  const [row] = await database.prisma.delivery.findMany({
    where: { verdict: "held" },
    orderBy: { id: "desc" },
    take: 1,
  });
  return row?.id ?? "";
}

it("a held token event has no effect until it is released", async () => {
  const id = await held();
  const before = await database.prisma.apiToken.count();
  expect(await decide([id], "released")).toEqual({ done: 1, skipped: 0, refused: 0 });
  expect(await decide([id], "released")).toEqual({ done: 0, skipped: 1, refused: 0 });
  await receiver.process();
  expect(await database.prisma.apiToken.count()).toBe(before + 1);
  const replay = await database.prisma.delivery.findFirstOrThrow({ where: { replayOfId: id } });
  expect(replay).toMatchObject({ verdict: "accepted", processing: "done" });
});

it("a discarded one never has any", async () => {
  const id = await held();
  const before = await database.prisma.apiToken.count();
  expect(await decide([id], "discarded")).toEqual({ done: 1, skipped: 0, refused: 0 });
  expect(await decide([id], "released")).toEqual({ done: 0, skipped: 1, refused: 0 });
  await receiver.process();
  expect(await database.prisma.apiToken.count()).toBe(before);
});

it("replaying changes nothing that stands, and writes down who did it", async () => {
  const timestamp = String(clock++);
  await receiver.deliver(token("replayed", timestamp));
  await receiver.process();
  const original = await database.prisma.delivery.findFirstOrThrow({ where: { bankTimestamp: timestamp } });
  const tokens = () =>
    database.prisma
      .$queryRaw`SELECT fingerprint, state, granted_at, fold_timestamp FROM api_tokens ORDER BY 1`;
  const before = await tokens();
  await decide([original.id], "replayed");
  await receiver.process();
  expect(await tokens()).toEqual(before);
  const entry = await database.prisma.auditEntry.findFirst({
    where: { action: "delivery.replayed", targetId: original.id },
  });
  expect(entry?.outcome).toBe("done");
});

it("judges a refused one again, with the settings as they are now", async () => {
  const timestamp = String(clock++);
  const body = token("refused", timestamp, hashTimestamp(timestamp, "another reference"));
  expect((await receiver.deliver(body)).status).toBe(401);
  const refused = await database.prisma.delivery.findFirstOrThrow({
    where: { verdict: "quarantined", decision: null },
  });
  const again = () =>
    judgeAgain(SYSTEM_SCOPE, database, keys(), receiver.deps, { ids: [refused.id], reason: "mended" });
  expect(await again()).toEqual({ done: 0, skipped: 0, refused: 1 });
  expect(await database.prisma.delivery.count({ where: { verdict: "quarantined" } })).toBe(1);

  const setRef = (ref: string) =>
    database.prisma.siteCredential.updateMany({
      where: { siteId: site.siteId, kind: "partner_ref" },
      data: { refSealed: sealPartnerRef(site.ring, site.siteId, ref) },
    });
  await setRef("another reference");
  expect(await again()).toEqual({ done: 1, skipped: 0, refused: 0 });
  expect(await again()).toEqual({ done: 0, skipped: 1, refused: 0 });
  await receiver.process();
  const taken = await database.prisma.delivery.findFirst({
    where: { bankTimestamp: timestamp, verdict: "accepted" },
  });
  expect(taken?.processing).toBe("done");
  await setRef(VECTOR_PARTNER_REF);
});

it("decides nothing outside of the scope", async () => {
  const id = await held();
  const elsewhere: Scope = { ...SYSTEM_SCOPE, sites: ["00000000-0000-7000-8000-000000000000"] };
  expect(await decide([id], "released", elsewhere)).toEqual({ done: 0, skipped: 1, refused: 0 });
});
