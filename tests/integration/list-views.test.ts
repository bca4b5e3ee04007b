import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { type Scope, type StaffRole, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { insertStaff } from "@/lib/staff/store";
import { readDisplay, writeDisplay } from "@/lib/views/displays-store";
import { changeView, removeView, saveView } from "@/lib/views/views";
import { listViews } from "@/lib/views/views-store";
import { createTestDatabase } from "../support/database";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let deps: Parameters<typeof saveView>[1];
const staff = {} as Record<"owner" | "zoe" | "support" | "viewer", Scope>;

beforeAll(async () => {
  database = await createTestDatabase();
  const parsed = parseKeyRing(`t1:${randomBytes(32).toString("base64")}`);
  if (!parsed.ok) throw new Error("no key ring");
  deps = { database, keys: { ring: parsed.ring, auditKey: "x".repeat(32) } };
  const make = async (name: string, role: StaffRole): Promise<Scope> => {
    const person = { email: `${name}@example.test`, name, passwordHash: "x", role };
    const id = await insertStaff(database.prisma, person);
    return { ...SYSTEM_SCOPE, role, sites: [], actor: { id, name } };
  };
  staff.owner = await make("owner", "owner");
  staff.zoe = await make("zoe", "support");
  staff.support = await make("support", "support");
  staff.viewer = await make("viewer", "viewer");
});
afterAll(() => database.close());

const namesFor = async (scope: Scope) =>
  (await listViews(scope, database.prisma, "payments")).map(({ name, by }) => `${name} by ${by}`);
const save = (scope: Scope, name: string, shared = false) =>
  saveView(scope, deps, { list: "payments", name, query: "status=settled", shared });

it("remembers for each member of staff how they like to see each list", async () => {
  const { prisma } = database;
  const usual = { columns: null, compact: false };
  expect(await readDisplay(staff.zoe, prisma, "payments")).toEqual(usual);
  const liked = { columns: "merchant,balance", compact: true };
  await writeDisplay(staff.zoe, prisma, "payments", { columns: null, compact: true });
  await writeDisplay(staff.zoe, prisma, "payments", liked);
  expect(await readDisplay(staff.zoe, prisma, "payments")).toEqual(liked);
  expect(await readDisplay(staff.zoe, prisma, "people")).toEqual(usual);
  expect(await readDisplay(staff.viewer, prisma, "payments")).toEqual(usual);
});

it("keeps views for whoever saved them, and shows shared ones to everybody", async () => {
  const own = await save(staff.viewer, "Mine");
  expect(own.ok).toBe(true);
  await save(staff.zoe, "Refunds", true);
  expect(await namesFor(staff.viewer)).toEqual(["Mine by viewer", "Refunds by zoe"]);
  expect(await namesFor(staff.owner)).toEqual(["Refunds by zoe"]);
  expect(await listViews(staff.viewer, database.prisma, "people")).toEqual([]);
  expect(await save(staff.zoe, "refunds")).toEqual({ ok: false, problem: "name_taken" });
  expect((await save(staff.viewer, "Refunds")).ok).toBe(true);
});

it("shows views of whoever sees more sites to nobody who sees fewer", async () => {
  const [here, there] = [newId(), newId()];
  const limit = (scope: Scope, siteIds: string[]) =>
    database.prisma.staff.update({
      where: { id: scope.actor.id ?? "" },
      data: { everySite: siteIds.length === 0, siteIds },
    });
  await limit(staff.support, [here]);
  expect(await namesFor(staff.support)).toEqual([]);
  await limit(staff.zoe, [here, there]);
  expect(await namesFor(staff.support)).toEqual([]);
  await limit(staff.zoe, [here]);
  expect(await namesFor(staff.support)).toEqual(["Refunds by zoe"]);
  await limit(staff.zoe, []);
  await limit(staff.support, []);
  expect(await namesFor(staff.support)).toEqual(["Refunds by zoe"]);
});

it("lets others change no view but shared ones, and only those who manage them", async () => {
  const [refunds] = await listViews(staff.zoe, database.prisma, "payments");
  const id = refunds?.id ?? "";
  const gone = { ok: false, problem: "gone" };
  expect(await changeView(staff.support, deps, id, { name: "Taken over" })).toEqual(gone);
  expect(await removeView(staff.viewer, deps, id)).toEqual(gone);
  expect((await changeView(staff.owner, deps, id, { name: "All refunds" })).ok).toBe(true);
  expect((await changeView(staff.zoe, deps, id, { query: "direction=credit" })).ok).toBe(true);
  expect((await changeView(staff.zoe, deps, id, { shared: false })).ok).toBe(true);
  expect(await namesFor(staff.owner)).toEqual([]);
  expect(await removeView(staff.owner, deps, id)).toEqual(gone);
  expect((await listViews(staff.zoe, database.prisma, "payments"))[0]).toMatchObject({
    name: "All refunds",
    query: "direction=credit",
    shared: false,
  });
  expect((await removeView(staff.zoe, deps, id)).ok).toBe(true);
  const { rows } = await database.pool.query("SELECT actor_name, action FROM audit_entries ORDER BY seq");
  expect(rows.map(({ actor_name, action }) => `${actor_name} ${action}`)).toEqual([
    "viewer view.saved",
    "zoe view.saved_shared",
    "viewer view.saved",
    "owner view.renamed",
    "zoe view.replaced",
    "zoe view.unshared",
    "zoe view.deleted",
  ]);
});
