import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { listAuditEntries } from "@/lib/audit/audit-store";
import { findBrokenEntry } from "@/lib/audit/verify";
import type { Giveable } from "@/lib/db/access/permissions";
import { type Scope, type StaffRole, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { createStaffUses } from "@/lib/staff/account/uses";
import {
  changePermissions,
  changeRole,
  changeSites,
  disableMember,
  enableMember,
} from "@/lib/staff/members/change-member";
import {
  acceptInvitation,
  cancelInvitation,
  inviteMember,
  readInvitation,
} from "@/lib/staff/members/invitations";
import { listOpenInvitations, purgeInvitations } from "@/lib/staff/members/invitations-store";
import { EVERY_SITE, type MemberSites } from "@/lib/staff/members/member-sites";
import { listLastUses, listMembers } from "@/lib/staff/members/members-store";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import { createPasswordGate } from "@/lib/staff/sign-in/password-gate";
import { createRefusals } from "@/lib/staff/sign-in/refusals";
import { signInWithPassword } from "@/lib/staff/sign-in/sign-in";
import { findLiveSession, insertSession, insertStaff } from "@/lib/staff/store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";

const PASSWORD = "four quiet tall birches";
const NOWHERE = { userAgent: null, address: null };
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let deps: Parameters<typeof changeRole>[1];
let passwordHash: string;
let people = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const { ring } = await makeSite(database);
  deps = { database, keys: { ring, auditKey: "an audit key for these tests, long enough" } };
  const made = await hashNewPassword(PASSWORD, "");
  if (!made.ok) throw new Error(made.weakness);
  passwordHash = made.hash;
});
beforeEach(() => database.pool.query("UPDATE staff SET disabled_at = now()"));
afterAll(() => database.close());

async function join(role: StaffRole) {
  people += 1;
  const [name, email] = [`${role} ${people}`, `${role}-${people}@example.com`];
  const id = await insertStaff(database.prisma, { name, email, role, passwordHash });
  if (id === null) throw new Error("the e-mail is taken");
  const scope: Scope = { ...SYSTEM_SCOPE, role, actor: { id, name } };
  return { id, email, scope };
}
const audited = async (limit = 1) => {
  const page = { after: null, limit };
  const { rows } = await listAuditEntries(SYSTEM_SCOPE, database.prisma, deps.keys.ring, page);
  return rows.map(({ action, actorName, targetId }) => ({ action, actorName, targetId }));
};
const signIn = (email: string, password: string) => {
  const auditKeys = deps.keys;
  const refusals = createRefusals({ database, keys: auditKeys });
  const signing = { database, auditKeys, passwords: createPasswordGate(), refusals };
  return signInWithPassword(signing, { email, password, ...NOWHERE, device: null });
};
async function invite(by: Scope, role: StaffRole, email?: string) {
  people += 1;
  return inviteTo(by, role, email ?? `guest-${people}@example.com`);
}
async function inviteTo(by: Scope, role: StaffRole, email: string) {
  const invited = await inviteMember(by, deps, { email, role, sites: EVERY_SITE });
  if (!invited.ok) throw new Error(invited.problem);
  return { email, secret: invited.secret };
}
const accept = (secret: string, password = PASSWORD) =>
  acceptInvitation(deps, { secret, name: "Guest", password });

it("takes an invitation once, whoever comes at the same time, and lets the invited person sign in", async () => {
  const owner = await join("owner");
  const { email, secret } = await invite(owner.scope, "support", "Guest@Example.com");
  expect(await readInvitation(database.prisma, secret)).toMatchObject({ email: email.toLowerCase() });
  expect(await accept(secret, "sunshine2026!!")).toEqual({ ok: false, problem: "weak", fault: "common" });
  const answers = await Promise.all([accept(secret), accept(secret), accept(secret)]);
  expect(answers.map(({ ok }) => ok).sort()).toEqual([false, false, true]);
  expect(await readInvitation(database.prisma, secret)).toBeNull();
  expect(await signIn("guest@example.com", PASSWORD)).toMatchObject({ ok: true, name: "Guest" });
  const [, joined, invited] = await audited(3);
  expect(joined).toMatchObject({ action: "staff.joined", actorName: "Guest" });
  expect(invited).toMatchObject({ action: "staff.invited", actorName: owner.scope.actor.name });
  const stored = await database.pool.query("SELECT * FROM staff_invitations");
  expect(JSON.stringify(stored.rows)).not.toContain(secret);
});

it("ends an invitation when it is cancelled, replaced, too old, or its sender may no longer give it", async () => {
  const [owner, admin] = [await join("owner"), await join("admin")];
  const cancelled = await invite(owner.scope, "viewer");
  const [open] = await listOpenInvitations(database.prisma);
  expect(await cancelInvitation(admin.scope, deps, open?.id ?? "")).toBe("done");
  expect(await cancelInvitation(admin.scope, deps, open?.id ?? "")).toBe("not_found");
  const replaced = await invite(admin.scope, "viewer", "twice@example.com");
  const late = await invite(admin.scope, "viewer", "twice@example.com");
  // An admin ends no invitation that gives more than they have, by another for the same e-mail either.
  const higher = await invite(owner.scope, "owner", "owner@example.com");
  const lower = { email: higher.email, role: "viewer" } as const;
  expect(await inviteMember(admin.scope, deps, { ...lower, sites: EVERY_SITE })).toEqual({
    ok: false,
    problem: "beyond_yours",
  });
  expect(await readInvitation(database.prisma, higher.secret)).not.toBeNull();
  await database.pool.query("UPDATE staff_invitations SET expires_at = now() WHERE used_at IS NULL");
  const demoted = await invite(admin.scope, "admin");
  expect(await changeRole(owner.scope, deps, admin.id, "support")).toEqual({ ok: true });
  for (const { secret } of [cancelled, replaced, late, demoted])
    expect(await accept(secret)).toEqual({ ok: false, problem: "over" });
  await database.pool.query("UPDATE staff_invitations SET expires_at = now() - interval '31 days'");
  expect(await purgeInvitations(database.prisma)).toBeGreaterThanOrEqual(4);
});

it("gives no role to anybody that has more than one's own", async () => {
  const [owner, admin, other, viewer] = [
    await join("owner"),
    await join("admin"),
    await join("admin"),
    await join("viewer"),
  ];
  const refused = { ok: false, problem: "beyond_yours" };
  expect(
    await inviteMember(admin.scope, deps, {
      ...{ email: "x@example.com", role: "owner" },
      sites: EVERY_SITE,
    }),
  ).toEqual(refused);
  expect(await changeRole(admin.scope, deps, viewer.id, "owner")).toEqual(refused);
  expect(await changeRole(admin.scope, deps, owner.id, "viewer")).toEqual(refused);
  expect(await disableMember(admin.scope, deps, owner.id)).toEqual(refused);
  expect(await disableMember(viewer.scope, deps, admin.id)).toEqual(refused);
  expect(await changeRole(admin.scope, deps, admin.id, "viewer")).toMatchObject({ problem: "own" });
  expect(await disableMember(owner.scope, deps, owner.id)).toMatchObject({ problem: "own" });
  const invited = await invite(owner.scope, "owner");
  const [open] = await listOpenInvitations(database.prisma);
  expect(await cancelInvitation(admin.scope, deps, open?.id ?? "")).toBe("beyond_yours");
  expect(await readInvitation(database.prisma, invited.secret)).not.toBeNull();
  // What the page said of somebody's role is not what counts: they were demoted since.
  expect(await changeRole(owner.scope, deps, other.id, "viewer")).toEqual({ ok: true });
  expect(await changeRole(other.scope, deps, viewer.id, "admin")).toEqual(refused);
  expect(
    await inviteMember(owner.scope, deps, { ...{ email: admin.email, role: "viewer" }, sites: EVERY_SITE }),
  ).toMatchObject({
    problem: "on_staff",
  });
});

it("gives one person a permission beside their role, unless whoever gives it lacks it", async () => {
  const [owner, admin, support] = [await join("owner"), await join("admin"), await join("support")];
  const refused = { ok: false, problem: "beyond_yours" };
  const change = (by: Scope, id: string, wanted: readonly Giveable[]) =>
    changePermissions(by, deps, id, wanted);
  expect(await change(admin.scope, support.id, ["tokens:reveal"])).toEqual(refused);
  expect(await change(owner.scope, owner.id, [])).toMatchObject({ problem: "own" });
  expect(await change(support.scope, admin.id, [])).toEqual(refused);
  const wanted = ["tokens:reveal", "tokens:assign"] as const;
  expect(await change(owner.scope, support.id, wanted)).toEqual({ ok: true });
  const [entry] = await audited();
  expect(entry).toMatchObject({ action: "staff.permissions_changed", targetId: support.id });
  const session = await insertSession(database.prisma, support.id, NOWHERE);
  expect((await findLiveSession(database.prisma, session))?.staff).toMatchObject({
    givenPermissions: ["tokens:reveal"],
    takenPermissions: ["users:export", "transactions:export", "tokens:confirm"],
  });
  expect((await listMembers(database.prisma)).find(({ id }) => id === support.id)?.personal).toEqual({
    given: ["tokens:reveal"],
    taken: ["users:export", "transactions:export", "tokens:confirm"],
  });
  // Whoever has more than an admin is no longer an admin's to change.
  expect(await changeRole(admin.scope, deps, support.id, "viewer")).toEqual(refused);
  expect(await disableMember(admin.scope, deps, support.id)).toEqual(refused);
  // An admin who may not export makes nobody who may, by a permission, a role or an invitation.
  expect(await change(owner.scope, admin.id, ["tokens:assign"])).toEqual({ ok: true });
  const viewer = await join("viewer");
  expect(await change(admin.scope, viewer.id, ["users:export"])).toEqual(refused);
  expect(await change(admin.scope, viewer.id, ["tokens:assign"])).toEqual({ ok: true });
  expect(await changeRole(admin.scope, deps, viewer.id, "support")).toEqual(refused);
  const order = { email: "another@example.com", role: "support" } as const;
  expect(await inviteMember(admin.scope, deps, { ...order, sites: EVERY_SITE })).toEqual(refused);
});

it("keeps an owner who can sign in, when two owners remove each other at once too", async () => {
  const disable = (by: Scope, id: string) => disableMember(by, deps, id);
  const demote = (by: Scope, id: string) => changeRole(by, deps, id, "admin");
  for (const act of [disable, demote]) {
    await database.pool.query("UPDATE staff SET disabled_at = now()");
    const [one, two] = [await join("owner"), await join("owner")];
    const answers = await Promise.all([act(one.scope, two.id), act(two.scope, one.id)]);
    expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await database.prisma.staff.count({ where: { role: "owner", disabledAt: null } })).toBe(1);
  }
});

it("ends the sessions and invitations of whoever is disabled, at once", async () => {
  const [owner, admin] = [await join("owner"), await join("admin")];
  const session = await insertSession(database.prisma, admin.id, NOWHERE);
  const { secret } = await invite(admin.scope, "viewer");
  expect(await findLiveSession(database.prisma, session)).not.toBeNull();
  expect(await disableMember(owner.scope, deps, admin.id)).toEqual({ ok: true });
  expect(await findLiveSession(database.prisma, session)).toBeNull();
  expect(await accept(secret)).toEqual({ ok: false, problem: "over" });
  expect(await signIn(admin.email, PASSWORD)).toMatchObject({ problem: "wrong_credentials" });
  expect(await enableMember(owner.scope, deps, admin.id)).toEqual({ ok: true });
  expect(await findLiveSession(database.prisma, session)).toBeNull();
  expect(await signIn(admin.email, PASSWORD)).toMatchObject({ ok: true });
  const [, enabled, disabled] = await audited(3);
  expect([enabled, disabled].map((entry) => [entry?.action, entry?.targetId])).toEqual([
    ["staff.enable", admin.id],
    ["staff.disable", admin.id],
  ]);
  expect(await findBrokenEntry(SYSTEM_SCOPE, database.prisma, deps.keys, 1_000)).toBeNull();
});

it("says when sessions and permissions were last used, and forgets what lies unused", async () => {
  const owner = await join("owner");
  const sessionId = await insertSession(database.prisma, owner.id, NOWHERE);
  const uses = createStaffUses(database);
  uses.session({ sessionId, address: "192.0.2.7" });
  uses.permission({ permission: "users:read", staffId: owner.id });
  await uses.flush();
  const kept = await database.prisma.staffSession.findUniqueOrThrow({ where: { id: sessionId } });
  expect(kept).toMatchObject({ address: "192.0.2.7", lastUsedAt: expect.any(Date) });
  expect(await listLastUses(database.prisma)).toMatchObject([
    { permission: "users:read", name: owner.scope.actor.name },
  ]);
  const members = await listMembers(database.prisma);
  expect(members.find(({ id }) => id === owner.id)?.lastSignInAt).toEqual(kept.createdAt);
  await database.pool.query("UPDATE staff_sessions SET last_used_at = now() - interval '73 hours'");
  expect(await findLiveSession(database.prisma, sessionId)).toBeNull();
});

it("lets nobody give, change or take away a site that they lack, nor limit an owner", async () => {
  const [mine, other] = [(await makeSite(database)).siteId, (await makeSite(database)).siteId];
  const of = (...siteIds: string[]) => ({ everySite: false, siteIds });
  const [owner, limited, viewer] = [await join("owner"), await join("admin"), await join("viewer")];
  const give = (by: Scope, id: string, sites: MemberSites) => changeSites(by, deps, id, sites);
  expect(await give(owner.scope, limited.id, of(mine))).toEqual({ ok: true });
  expect(await audited()).toMatchObject([{ action: "staff.sites_changed", targetId: limited.id }]);

  const beyond = { ok: false, problem: "beyond_yours" };
  // The viewer sees every site: more than who is limited to one.
  expect(await give(limited.scope, viewer.id, of(mine))).toEqual(beyond);
  expect(await changeRole(limited.scope, deps, viewer.id, "support")).toEqual(beyond);
  expect(await disableMember(limited.scope, deps, viewer.id)).toEqual(beyond);
  expect(await give(owner.scope, viewer.id, of(mine))).toEqual({ ok: true });
  expect(await give(limited.scope, viewer.id, of(mine, other))).toEqual(beyond);
  expect(await give(limited.scope, viewer.id, EVERY_SITE)).toEqual(beyond);
  expect(await give(limited.scope, limited.id, EVERY_SITE)).toEqual({ ok: false, problem: "own" });
  expect(await changeRole(limited.scope, deps, viewer.id, "support")).toEqual({ ok: true });
  expect(await give(owner.scope, viewer.id, of(crypto.randomUUID()))).toEqual({
    ok: false,
    problem: "not_found",
  });

  const second = await join("owner");
  const all = { ok: false, problem: "owners_see_all" };
  expect(await give(owner.scope, second.id, of(mine))).toEqual(all);
  expect(await changeRole(owner.scope, deps, viewer.id, "owner")).toEqual(all);
  const to = { role: "viewer", email: "far@example.com" } as const;
  expect(await inviteMember(limited.scope, deps, { ...to, sites: EVERY_SITE })).toEqual(beyond);
  expect(await inviteMember(limited.scope, deps, { ...to, sites: of(other) })).toEqual(beyond);
  expect(await inviteMember(owner.scope, deps, { ...to, role: "owner", sites: of(mine) })).toEqual(all);
});

it("gives the sites of an invitation, while whoever sent it has them", async () => {
  const mine = (await makeSite(database)).siteId;
  const [owner, admin] = [await join("owner"), await join("admin")];
  const order = { role: "viewer", sites: { everySite: false, siteIds: [mine] } } as const;
  const invited = await inviteMember(admin.scope, deps, { ...order, email: "near@example.com" });
  const later = await inviteMember(admin.scope, deps, {
    ...order,
    email: "late@example.com",
    sites: EVERY_SITE,
  });
  if (!invited.ok || !later.ok) throw new Error("not invited");
  expect(await changeSites(owner.scope, deps, admin.id, order.sites)).toEqual({ ok: true });
  expect(await accept(invited.secret)).toMatchObject({ ok: true });
  expect(await accept(later.secret)).toEqual({ ok: false, problem: "over" });
  const members = await listMembers(database.prisma);
  expect(members.find(({ email }) => email === "near@example.com")?.sites).toEqual(order.sites);
});
