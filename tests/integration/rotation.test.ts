import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { findBrokenEntry } from "@/lib/audit/verify";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { listCredentials } from "@/lib/sites/credentials/credentials-store";
import { endPrevious, type RotateDependencies } from "@/lib/sites/credentials/end-credential";
import { type RotationOrder, rotatePartnerRef, rotateWebhookKey } from "@/lib/sites/credentials/rotate";
import { readAuditDetails } from "../support/audit";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";
import { tokenJson } from "../support/facts/token-bodies";

const AUDIT_KEY = "a key for the audit trail of this test";
const OTHER_REF = "z".repeat(64);
const AGO = (hours: number) => new Date(Date.now() - hours * 3_600_000);
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let clock = 1_794_800_000;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

function deps(policy = { development: true, acceptWeak: false }): RotateDependencies {
  const { sites, deliveryMetrics } = receiver.deps;
  return {
    database,
    keys: { ring: site.ring, auditKey: AUDIT_KEY },
    sites,
    flushUses: () => deliveryMetrics.flush(),
    policy,
  };
}

async function credential(kind: "webhook_key" | "partner_ref", slot: "current" | "previous") {
  const all = await listCredentials(SYSTEM_SCOPE, database.prisma, site.siteId);
  return all.find((one) => one.kind === kind && one.slot === slot);
}

type Replace = RotationOrder["replace"];

async function order(
  kind: "webhook_key" | "partner_ref",
  replace: Replace = "nothing",
  confirmed = false,
): Promise<RotationOrder> {
  const currentId = (await credential(kind, "current"))?.id ?? "";
  return { siteId: site.siteId, currentId, replace, confirmed };
}

async function rotateKey(...how: [Replace?, boolean?]): Promise<string> {
  const rotated = await rotateWebhookKey(SYSTEM_SCOPE, deps(), await order("webhook_key", ...how));
  if (!rotated.ok) throw new Error(rotated.problem);
  return rotated.webhookKey;
}

const rotateRef = async (partnerRef: string, policy?: { development: boolean; acceptWeak: boolean }) =>
  rotatePartnerRef(SYSTEM_SCOPE, deps(policy), { ...(await order("partner_ref")), partnerRef });

const end = async (kind: "webhook_key" | "partner_ref", confirmed: boolean) =>
  endPrevious(SYSTEM_SCOPE, deps(), {
    siteId: site.siteId,
    credentialId: (await credential(kind, "previous"))?.id ?? "",
    confirmed,
  });

/** Delivers something new. @returns the answer's status */
async function deliver(options: { key?: string; ref?: string } = {}): Promise<number> {
  const timestamp = String(clock++);
  const body = tokenJson(`t${timestamp}`, { timestamp, partnerRef: options.ref ?? VECTOR_PARTNER_REF });
  return (await receiver.deliver(body, { key: options.key ?? site.webhookKey })).status;
}

it("takes notifications by the old key and by the new one, until the old one is ended", async () => {
  expect(await deliver()).toBe(200);
  const key = await rotateKey();
  expect(key).toMatch(/^[\w-]{32,}$/);
  expect([await deliver(), await deliver({ key })]).toEqual([200, 200]);
  expect(await end("webhook_key", true)).toEqual({ ok: true });
  expect([await deliver(), await deliver({ key })]).toEqual([404, 200]);
  expect(await credential("webhook_key", "previous")).toBeUndefined();
});

it("takes hashes of the old reference and of the new one, until the old one is ended", async () => {
  expect(await deliver({ ref: OTHER_REF })).toBe(401);
  expect(await rotateRef(OTHER_REF)).toEqual({ ok: true, isPublic: false });
  expect([await deliver(), await deliver({ ref: OTHER_REF })]).toEqual([200, 200]);
  expect(await end("partner_ref", true)).toEqual({ ok: true });
  expect([await deliver(), await deliver({ ref: OTHER_REF })]).toEqual([401, 200]);
});

it("says of each when it was last used", async () => {
  const key = await rotateKey();
  expect((await credential("webhook_key", "current"))?.lastUsedAt).toBeNull();
  await deliver({ key });
  await receiver.deps.deliveryMetrics.flush();
  expect((await credential("webhook_key", "current"))?.lastUsedAt).toBeInstanceOf(Date);
  expect((await credential("webhook_key", "previous"))?.lastUsedAt).toBeNull();
});

it("asks before it ends what was used in the last day, a moment ago too", async () => {
  await rotateKey();
  await deliver();
  expect(await end("webhook_key", false)).toEqual({
    ok: false,
    problem: "used_recently",
    lastUsedAt: expect.any(Date),
  });
  expect(await deliver()).toBe(200);
  const setUsed = (lastUsedAt: Date) =>
    database.prisma.siteCredential.updateMany({ where: { siteId: site.siteId }, data: { lastUsedAt } });
  await receiver.deps.deliveryMetrics.flush();
  await setUsed(AGO(23));
  expect(await end("webhook_key", false)).toMatchObject({ problem: "used_recently" });
  await setUsed(AGO(25));
  expect(await end("webhook_key", false)).toEqual({ ok: true });
  expect(await end("webhook_key", true)).toEqual({ ok: false, problem: "not_found" });
});

it("never ends a current one", async () => {
  const credentialId = (await credential("webhook_key", "current"))?.id ?? "";
  const asked = { siteId: site.siteId, credentialId, confirmed: true };
  expect(await endPrevious(SYSTEM_SCOPE, deps(), asked)).toEqual({ ok: false, problem: "not_found" });
  expect(await deliver()).toBe(200);
});

it("makes a third key only if the oldest is replaced, and says when that one is still in use", async () => {
  const second = await rotateKey();
  const ask = async (replace: Replace, confirmed: boolean) =>
    rotateWebhookKey(SYSTEM_SCOPE, deps(), await order("webhook_key", replace, confirmed));
  expect(await ask("nothing", true)).toEqual({ ok: false, problem: "previous_stands" });
  await deliver();
  expect(await ask("previous", false)).toMatchObject({ ok: false, problem: "used_recently" });
  const third = await rotateKey("previous", true);
  expect([await deliver(), await deliver({ key: second }), await deliver({ key: third })]).toEqual([
    404, 200, 200,
  ]);
});

it("lets a current one that was never used make way: its URL was lost, and the bank still comes by the other", async () => {
  const lost = await rotateKey();
  const next = await rotateKey("unused_current");
  expect([await deliver(), await deliver({ key: lost }), await deliver({ key: next })]).toEqual([
    200, 404, 200,
  ]);
  const asked = await order("webhook_key", "unused_current", true);
  const refused = { ok: false, problem: "current_in_use" };
  expect(await rotateWebhookKey(SYSTEM_SCOPE, deps(), asked)).toEqual(refused);
});

it("lets one of two win who rotate at once, also where both would end the previous one", async () => {
  await rotateKey();
  const asked = await order("webhook_key", "previous", true);
  const results = await Promise.all([1, 2, 3].map(() => rotateWebhookKey(SYSTEM_SCOPE, deps(), asked)));
  const won = results.filter((result) => result.ok);
  expect(won).toHaveLength(1);
  expect(results.filter((result) => !result.ok)).toEqual([
    { ok: false, problem: "changed_meanwhile" },
    { ok: false, problem: "changed_meanwhile" },
  ]);
  expect(await deliver({ key: won[0]?.webhookKey ?? "" })).toBe(200);
  expect(await credential("webhook_key", "previous")).toMatchObject({ id: asked.currentId });
});

it("takes no reference that cannot be one, or is the current one", async () => {
  expect(await rotateRef("short")).toEqual({ ok: false, problem: "malformed" });
  expect(await rotateRef(`${"é".repeat(64)}`)).toEqual({ ok: false, problem: "malformed" });
  expect(await rotateRef(VECTOR_PARTNER_REF)).toEqual({ ok: false, problem: "same_reference" });
  expect(await credential("partner_ref", "previous")).toBeUndefined();
});

it("marks the public partner ID, and refuses it where nothing else is checked either", async () => {
  const { partnerId } = await database.prisma.site.findUniqueOrThrow({ where: { id: site.siteId } });
  const bank = { development: false, acceptWeak: false };
  // Loopback is no evidence against the real bank.
  expect(await rotateRef(partnerId, bank)).toEqual({ ok: false, problem: "too_weak" });
  expect(await rotateRef(partnerId, { ...bank, acceptWeak: true })).toEqual({ ok: true, isPublic: true });
  expect(await credential("partner_ref", "current")).toMatchObject({ refPublic: true });
});

it("writes both down, in words that hold no secret, and keeps the key as a hash alone", async () => {
  const key = await rotateKey();
  await rotateRef(OTHER_REF);
  await end("webhook_key", true);
  const entries = await database.prisma.auditEntry.findMany({
    where: { siteId: site.siteId },
    orderBy: { seq: "asc" },
  });
  expect(entries.map(({ action }) => action)).toEqual([
    "webhook_key.rotated",
    "partner_ref.rotated",
    "webhook_key.ended",
  ]);
  const details = await Promise.all(entries.map(({ seq }) => readAuditDetails(database, site.ring, seq)));
  const stored = JSON.stringify([
    details,
    entries.map(({ targetId, actorName }) => [targetId, actorName]),
    await database.prisma.siteCredential.findMany({ where: { siteId: site.siteId } }),
  ]);
  for (const secret of [key, site.webhookKey, OTHER_REF, VECTOR_PARTNER_REF]) {
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(Buffer.from(secret).toString("hex"));
  }
  // Older entries are of sites with other keys.
  expect(
    await findBrokenEntry(
      SYSTEM_SCOPE,
      database.prisma,
      { ring: site.ring, auditKey: AUDIT_KEY },
      entries.length,
    ),
  ).toBeNull();
});

it("leaves out-of-scope sites alone", async () => {
  const elsewhere: Scope = {
    ...SYSTEM_SCOPE,
    sites: [`00000000-0000-7000-8000-${randomBytes(6).toString("hex")}`],
  };
  const asked = await order("webhook_key");
  expect(await rotateWebhookKey(elsewhere, deps(), asked)).toEqual({ ok: false, problem: "not_found" });
  expect(await listCredentials(elsewhere, database.prisma, site.siteId)).toEqual([]);
});

it("asks for what was hashed with a reference that this replica has no key for again, and takes the rest", async () => {
  const parsed = parseKeyRing(`later:${randomBytes(32).toString("base64")}`);
  if (!parsed.ok) throw new Error(parsed.problem);
  const behind = makeReceiver(database, parsed.ring, site.webhookKey);
  const send = (ref: string, to: typeof receiver) => {
    const timestamp = String(clock++);
    const data = { hash: hashTimestamp(timestamp, ref), timestamp, event_name: "other" };
    return to.deliver(JSON.stringify({ notification: { data } }));
  };
  expect(await send(VECTOR_PARTNER_REF, behind)).toMatchObject({ status: 503 });
  const kept = { siteId: site.siteId, verdict: "quarantined", verdictReason: "key_missing" } as const;
  const delivery = await database.prisma.delivery.findFirstOrThrow({ where: kept });
  expect(delivery).toMatchObject({ answerStatus: 503 });

  const [first] = parsed.ring.keys;
  const keys = { ring: { keys: [first, ...site.ring.keys] as const }, auditKey: AUDIT_KEY };
  const replaced = { ...(await order("partner_ref")), partnerRef: OTHER_REF };
  expect(await rotatePartnerRef(SYSTEM_SCOPE, { ...deps(), keys }, replaced)).toMatchObject({ ok: true });
  behind.deps.sites.clear();
  expect(await send(OTHER_REF, behind)).toMatchObject({ status: 200 });
  expect(await send(VECTOR_PARTNER_REF, behind)).toMatchObject({ status: 503 });
  expect(await send(VECTOR_PARTNER_REF, makeReceiver(database, keys.ring, site.webhookKey))).toMatchObject({
    status: 200,
  });
});
