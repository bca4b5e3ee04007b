import { afterAll, beforeAll, expect, it } from "vitest";
import { type AuditFilters, auditFiltersSchema } from "@/lib/audit/audit-filters";
import { listAuditEntries } from "@/lib/audit/audit-store";
import { exportAudit } from "@/lib/audit/export-audit";
import { type AuditRecord, recordAudit } from "@/lib/audit/record";
import { createSights } from "@/lib/audit/sights";
import { readTargetNames } from "@/lib/audit/target-names-store";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { changeTags } from "@/lib/links/notes/tags";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";

const [ADA, USER, OTHER_USER] = [newId(), newId(), newId()];
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Awaited<ReturnType<typeof makeSite>>;
let other: Awaited<ReturnType<typeof makeSite>>;

const keysOf = ({ ring }: { ring: typeof site.ring }) => ({ ring, auditKey: "an audit key for these tests" });
const as = (role: Scope["role"], sites: Scope["sites"] = "all"): Scope => ({
  ...{ sites, beyondSites: sites === "all", role },
  actor: { id: ADA, name: "Ada" },
});
const record = (scope: Scope, what: AuditRecord) =>
  database.prisma.$transaction((tx) => recordAudit(scope, tx, keysOf(site), what));
const list = async (scope: Scope, filters: AuditFilters = {}) =>
  (await listAuditEntries(scope, database.prisma, site.ring, { filters, after: null, limit: 50 })).rows;
const told = async (filters: AuditFilters, scope = as("owner")) =>
  (await list(scope, filters)).map(({ action }) => action).reverse();

beforeAll(async () => {
  database = await createTestDatabase();
  site = await makeSite(database);
  other = await makeSite(database);
  const [createdAt, { siteId }] = [new Date(), site];
  const person = { stateSince: createdAt, createdAt };
  await database.prisma.linkedUser.createMany({
    data: [
      { id: USER, siteId, name: "Camille Renard", ...person },
      { id: OTHER_USER, siteId: other.siteId, name: "Hugo Lefevre", ...person },
    ],
  });
  const about = { targetType: "linked_user", targetId: USER, siteId };
  const owner = as("owner");
  await record(owner, {
    action: "linked_user.changed",
    outcome: "done",
    ...about,
    details: { before: "=1+1" },
  });
  await record(owner, { action: "token.confirmed", outcome: "done", ...about });
  await record(owner, { action: "settings:write", outcome: "denied" });
  await record(SYSTEM_SCOPE, { action: "job.failed", outcome: "failed", siteId });
  const there = { targetType: "linked_user", targetId: OTHER_USER, siteId: other.siteId };
  await record(owner, { action: "linked_user.note", outcome: "done", ...there });
});
afterAll(() => database.close());

it.each<[string, AuditFilters, string[]]>([
  ["a member of staff", { actor: ADA, area: "people" }, ["linked_user.changed", "linked_user.note"]],
  ["another actor", { actor: "system" }, ["job.failed"]],
  ["what it is about", { area: "tokens" }, ["token.confirmed"]],
  ["the outcome", { outcome: "denied" }, ["settings:write"]],
  ["the person", { about: `linked_user:${USER}` }, ["linked_user.changed", "token.confirmed"]],
  ["days that are over", { to: "2020-01-01" }, []],
])("is filtered by %s", async (_what, filters, actions) => {
  expect(await told(filters)).toEqual(actions);
});

it("shows a site's entries to whoever may see it, and those of no site to whoever sees all", async () => {
  expect(await told({}, as("auditor", [other.siteId]))).toEqual(["linked_user.note"]);
  expect(await told({}, as("auditor"))).toHaveLength(5);
});

it("opens details to whoever may see them, and names people as the role sees them", async () => {
  const about = { about: `linked_user:${USER}`, area: "people" } as const;
  const [mine] = await list(as("admin"), about);
  expect(mine?.details).toEqual({ before: "=1+1" });
  const [closed] = await list(as("auditor"), about);
  expect(closed?.details).toBeNull();
  const rows = await list(as("owner"));
  const names = async (scope: Scope) =>
    [...(await readTargetNames(scope, database.prisma, rows)).values()].map(({ name }) => name).sort();
  expect(await names(as("support"))).toEqual(["Camille Renard", "Hugo Lefevre"]);
  expect(await names(as("viewer"))).toEqual(["Camille R.", "Hugo L."]);
  expect(await names(as("support", [site.siteId]))).toEqual(["Camille Renard"]);
});

it("is written to a file that no spreadsheet calculates, and that is recorded", async () => {
  let file = "";
  const order = { head: ["n", "at", "who"], separator: "," as const };
  for await (const part of exportAudit(as("owner"), database, keysOf(site), { area: "people" }, order))
    file += part;
  const lines = file.trimEnd().split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines[2]).toMatch(
    /^1,\S+,Ada,linked_user.changed,linked_user,.*,Camille Renard,done,"\{""before"":""=1\+1""\}"$/,
  );
  expect(await told({ area: "settings" })).toEqual(["job.failed", "audit.exported"]);
});

it("records once an hour who looked at whom, and who searched where", async () => {
  const scope = as("support", [site.siteId]);
  const [here, there] = [createSights(database, keysOf(site)), createSights(database, keysOf(site))];
  for (const sights of [here, there, here]) {
    sights.viewed(scope, { id: USER, siteId: site.siteId });
    sights.searched(scope);
    await sights.flush();
  }
  const seen = async () => (await told({ actor: ADA, area: "people" })).slice(2);
  expect(await seen()).toEqual(["linked_user.viewed", "linked_user.searched"]);
  await database.pool.query("UPDATE audit_sights SET at = at - interval '61 minutes'");
  here.viewed(scope, { id: USER, siteId: site.siteId });
  await here.flush();
  expect(await seen()).toEqual(["linked_user.viewed", "linked_user.searched", "linked_user.viewed"]);
});

it("says what was done on several sites at once to whoever sees each of them", async () => {
  const change = { userIds: [USER, OTHER_USER], tag: "vip", on: true };
  expect(await changeTags(as("owner"), database, keysOf(site), change)).toHaveLength(2);
  const tagged = { area: "people", about: `linked_user:${OTHER_USER}` } as const;
  expect(await told(tagged, as("auditor", [other.siteId]))).toEqual(["linked_user.note", "linked_user.tag"]);
});

it("takes what Postgres cannot store for no filter", () => {
  expect(auditFiltersSchema.parse({ actor: "a\0b", from: "2026-02-30", area: "x", about: "a b" })).toEqual(
    {},
  );
});
