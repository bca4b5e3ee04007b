import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hashTimestamp } from "@/lib/anytime/hash/sign";
import { END_USER_SCOPE, narrowToSite, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { findConnectPage } from "@/lib/links/connecting/connect-page";
import { createConnectLink, inviteLinkedUser } from "@/lib/links/inviting/invite";
import { makeLinks } from "@/lib/links/inviting/make-links";
import { createConnectSession } from "@/lib/links/sessions/connect-sessions";
import { createFeedWaits } from "@/lib/live/feed-waits";
import { createApiKey } from "@/lib/partner-api/keys/api-keys";
import { postConnectSession } from "@/lib/partner-api/routes";
import { addSite, type SiteToAdd } from "@/lib/sites/life/add-site";
import { changeSiteState } from "@/lib/sites/life/end-site";
import type { SiteState } from "@/lib/sites/life/site-state";
import { readAuditDetails } from "../support/audit";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite, VECTOR_PARTNER_REF } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;
let deps: Parameters<typeof addSite>[1];

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
  const keys = { ring: site.ring, auditKey: "a key for the audit trail of these tests" };
  const policy = { development: false, acceptWeak: false };
  deps = { database, keys, sites: receiver.deps.sites, policy };
});
afterAll(() => database.close());

const order = (more: Partial<SiteToAdd> = {}): SiteToAdd => ({
  ...{ name: "Second", domain: "second.example", language: "fr", supportContact: null },
  ...{ partnerId: randomBytes(32).toString("hex"), partnerRef: VECTOR_PARTNER_REF },
  ...{ allowedIps: ["127.0.0.1"], ...more },
});

async function deliver(key: string): Promise<number> {
  const timestamp = String(Math.round(Date.now() / 1000));
  const hash = hashTimestamp(timestamp, VECTOR_PARTNER_REF);
  const data = {
    hash,
    timestamp,
    event_name: "token_revoked",
    webhook: "w",
    token: randomBytes(8).toString("hex"),
  };
  const notification = { reference: "r", created_at: new Date().toISOString(), context: "anytime-connect" };
  const body = JSON.stringify({ ...notification, current_try: 1, max_tries: 3, data });
  return (await receiver.deliver(body, { key, contentType: "application/json" })).status;
}

it("takes the deliveries of a site that was just added, with its own key", async () => {
  const added = await addSite(SYSTEM_SCOPE, deps, order());
  if (!added.ok) throw new Error(added.problem);
  expect(await deliver(added.webhookKey)).toBe(200);
  expect(await database.prisma.delivery.count({ where: { siteId: added.siteId } })).toBe(1);
  const stored = await database.prisma.site.findUniqueOrThrow({
    where: { id: added.siteId },
    include: { credentials: true },
  });
  expect(stored).toMatchObject({ name: "Second", domain: "second.example", language: "fr", endedAt: null });
  expect(JSON.stringify(stored.credentials)).not.toContain(added.webhookKey);
  const entry = await database.prisma.auditEntry.findFirstOrThrow({ where: { action: "site.added" } });
  const details = await readAuditDetails(database, deps.keys.ring, entry.seq);
  expect([details.includes("second.example"), details.includes(added.webhookKey)]).toEqual([true, false]);
});

it("adds no second site for a partner ID, and none whose deliveries anybody could forge", async () => {
  const { partnerId } = await database.prisma.site.findUniqueOrThrow({ where: { id: site.siteId } });
  expect(await addSite(SYSTEM_SCOPE, deps, order({ partnerId }))).toEqual({
    ok: false,
    problem: "partner_taken",
  });
  const weak = order({ partnerRef: null, allowedIps: ["*"] });
  expect(await addSite(SYSTEM_SCOPE, deps, weak)).toEqual({ ok: false, problem: "too_weak" });
  await expect(addSite(narrowToSite(SYSTEM_SCOPE, site.siteId), deps, order())).rejects.toThrow();
});

it("makes no links for a site that has ended, takes its deliveries until it is closed, and opens it again", async () => {
  const change = (from: SiteState, to: SiteState, scope = SYSTEM_SCOPE as Parameters<typeof addSite>[0]) =>
    changeSiteState(scope, deps, { siteId: site.siteId, from, to });
  const { siteId } = site;
  const person = { siteId, name: "Ada", email: null, externalReference: "crm-1", language: null };
  const invited = await inviteLinkedUser(SYSTEM_SCOPE, database, deps.keys, person);
  if (!invited.ok) throw new Error(invited.problem);
  const made = await createApiKey(SYSTEM_SCOPE, database, deps.keys, {
    ...{ siteId, name: "Shop", scopes: ["connect_sessions:write"] },
  });
  const ask = async () => {
    const api = { database, keys: deps.keys, connectUrl: "https://c.example", feed: createFeedWaits() };
    const request = new Request("https://dash.example/api/v1/connect-sessions", {
      method: "POST",
      headers: { authorization: `Bearer ${made?.key}`, "content-type": "application/json" },
      body: JSON.stringify({ external_reference: "crm-2", name: "Bo" }),
    });
    return (await postConnectSession({ ...api, requests: { note: () => undefined } }, request)).status;
  };
  const links = () => database.prisma.connectSession.count({ where: { siteId } });
  const page = () => findConnectPage(END_USER_SCOPE, database.prisma, invited.secret);

  const elsewhere = narrowToSite({ ...SYSTEM_SCOPE, sites: [] }, siteId);
  expect(await change("open", "ended", elsewhere)).toEqual({ ok: false, problem: "not_found" });
  expect(await change("open", "closed")).toEqual({ ok: false, problem: "changed_meanwhile" });
  expect(await change("open", "ended")).toEqual({ ok: true });

  const before = await links();
  expect(await createConnectLink(SYSTEM_SCOPE, database, deps.keys, invited.userId)).toEqual({
    ok: false,
    problem: "site_ended",
  });
  expect(
    await inviteLinkedUser(SYSTEM_SCOPE, database, deps.keys, { ...person, externalReference: "crm-3" }),
  ).toEqual({ ok: false, problem: "site_ended" });
  const unlinked = await database.prisma.linkedUser.create({
    data: { id: crypto.randomUUID(), siteId, name: "Cy", stateSince: new Date(), createdAt: new Date() },
  });
  expect(await makeLinks(SYSTEM_SCOPE, database, deps.keys, [unlinked.id])).toBe(0);
  await expect(
    database.prisma.$transaction((tx) =>
      createConnectSession(SYSTEM_SCOPE, tx, deps.keys, {
        siteId,
        linkedUserId: unlinked.id,
        language: null,
      }),
    ),
  ).rejects.toThrow();
  expect([await ask(), await links()]).toEqual([409, before]);
  expect(await page()).toMatchObject({ ok: false, reason: "cancelled" });
  expect(await deliver(site.webhookKey)).toBe(200);

  expect(await change("ended", "closed")).toEqual({ ok: true });
  expect(await deliver(site.webhookKey)).toBe(404);
  expect(await database.prisma.delivery.count({ where: { siteId } })).toBe(1);

  expect(await change("closed", "open")).toEqual({ ok: true });
  expect([await ask(), await deliver(site.webhookKey), (await page()).ok]).toEqual([201, 200, true]);
});
