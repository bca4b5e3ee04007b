import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { changeSiteSettings, revisionOf } from "@/lib/sites/settings/change-settings";
import { readSettings, type SettingsForm, type SiteSettings } from "@/lib/sites/settings/settings-schema";
import { readSiteSettings } from "@/lib/sites/settings/settings-store";
import { readAuditDetails } from "../support/audit";
import { createTestDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";
import { tokenJson } from "../support/facts/token-bodies";

const AUDIT_KEY = "a key for the audit trail of this test";
const FORM: SettingsForm = {
  name: "Kiosque",
  domain: "localhost",
  language: "en",
  supportContact: "",
  allowedIps: "127.0.0.1, ::1",
  stalenessMode: "warn",
  stalenessSeconds: "300",
};
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let receiver: ReturnType<typeof makeReceiver>;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  site = await makeSite(database);
  receiver = makeReceiver(database, site.ring, site.webhookKey);
});
afterAll(() => database.close());

async function settingsNow(): Promise<SiteSettings> {
  const settings = await readSiteSettings(SYSTEM_SCOPE, database.prisma, site.siteId);
  if (settings === null) throw new Error("there is no site");
  return settings;
}

async function change(
  form: Partial<SettingsForm>,
  more: { scope?: Scope; revision?: string; policy?: { development: boolean; acceptWeak: boolean } } = {},
) {
  const read = readSettings({ ...FORM, ...form });
  if (!read.ok) throw new Error(JSON.stringify(read.fields));
  const policy = more.policy ?? { development: true, acceptWeak: false };
  const keys = { ring: site.ring, auditKey: AUDIT_KEY };
  const deps = { database, keys, sites: receiver.deps.sites, policy };
  const revision = more.revision ?? revisionOf(await settingsNow());
  return changeSiteSettings(more.scope ?? SYSTEM_SCOPE, deps, {
    siteId: site.siteId,
    revision,
    settings: read.settings,
  });
}

async function deliver(ageSeconds: number, address = "127.0.0.1"): Promise<number> {
  const timestamp = String(Math.round(Date.now() / 1000) - ageSeconds);
  return (await receiver.deliver(tokenJson(`t${timestamp}`, { timestamp }), { address })).status;
}

it("holds for the next notification", async () => {
  expect(await deliver(120)).toBe(200);
  expect(await change({ stalenessMode: "refuse", stalenessSeconds: "60" })).toEqual({
    ok: true,
    changed: ["stalenessMode", "stalenessSeconds"],
  });
  expect(await deliver(121)).toBe(401);
  expect(await deliver(1, "203.0.113.9")).toBe(403);
  await change({ allowedIps: "203.0.113.0/24\n127.0.0.1" });
  expect(await deliver(2, "203.0.113.9")).toBe(200);
});

it("writes down what was changed, from what to what, and nothing where nothing was", async () => {
  expect(await change({})).toEqual({ ok: true, changed: [] });
  await change({ name: "Kiosk", supportContact: " help@kiosk.example ", allowedIps: "185.8.76.132" });
  const [entry, ...others] = await database.prisma.auditEntry.findMany({ where: { siteId: site.siteId } });
  expect(others).toEqual([]);
  expect(entry).toMatchObject({ action: "site.changed", targetId: site.siteId });
  const details = await readAuditDetails(database, site.ring, entry?.seq ?? 0n);
  expect(JSON.parse(details)).toEqual({
    "name.old": "Kiosque",
    "name.new": "Kiosk",
    "supportContact.old": null,
    "supportContact.new": "help@kiosk.example",
    "allowedIps.old": "127.0.0.1, ::1",
    "allowedIps.new": "185.8.76.132",
  });
});

it("overwrites nobody's change that was not seen", async () => {
  const revision = revisionOf(await settingsNow());
  const results = await Promise.all([
    change({ name: "One" }, { revision }),
    change({ name: "Two" }, { revision }),
  ]);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(results.find(({ ok }) => !ok)).toEqual({ ok: false, problem: "changed_meanwhile" });
});

it("refuses addresses that check nothing where the hash proves nothing either", async () => {
  const bank = { development: false, acceptWeak: false };
  await database.prisma.siteCredential.updateMany({
    where: { siteId: site.siteId, kind: "partner_ref" },
    data: { refPublic: true },
  });
  const tooWeak = { ok: false, problem: "too_weak" };
  expect(await change({ allowedIps: "*" }, { policy: bank })).toEqual(tooWeak);
  expect(await change({ allowedIps: "185.8.76.132 *" }, { policy: bank })).toEqual(tooWeak);
  expect(await change({ allowedIps: "185.8.76.132" }, { policy: bank })).toMatchObject({ ok: true });
  expect(await change({ allowedIps: "*" }, { policy: { ...bank, acceptWeak: true } })).toMatchObject({
    ok: true,
  });
});

it("leaves out-of-scope sites alone", async () => {
  const scope: Scope = { ...SYSTEM_SCOPE, sites: ["00000000-0000-7000-8000-000000000000"] };
  expect(await change({ name: "Theirs" }, { scope })).toEqual({ ok: false, problem: "not_found" });
  expect(await readSiteSettings(scope, database.prisma, site.siteId)).toBeNull();
});
