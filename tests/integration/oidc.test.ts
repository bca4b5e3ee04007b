import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { z } from "zod";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { type Scope, type StaffRole, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { askPassword } from "@/lib/staff/account/own-password";
import { changeRole, disableMember } from "@/lib/staff/members/change-member";
import { inviteMember } from "@/lib/staff/members/invitations";
import { EVERY_SITE } from "@/lib/staff/members/member-sites";
import { startLinking } from "@/lib/staff/oidc/own-identity";
import { confirmTotpRow, insertTotp } from "@/lib/staff/second-factor/factors-store";
import { newTotpSecret, sealTotp } from "@/lib/staff/second-factor/totp";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import { createPasswordGate } from "@/lib/staff/sign-in/password-gate";
import { findStaffByEmail, insertStaff } from "@/lib/staff/store";
import { type CookieBrowser, makeCookieBrowser } from "../support/browser/cookie-browser";
import { OIDC_CALLBACK, pressOidc } from "../support/browser/press-oidc";
import { signIn } from "../support/browser/sign-in";
import { createTestDatabase } from "../support/database";
import { type OidcServer, type Person, startOidcServer } from "../support/peers/oidc-server";
import { makeProductionSettings, type Production, startProduction } from "../support/production";

// A real issuer on loopback, a real production server, and what a browser would send between the two.
// The first look at a page takes long on a busy machine.
vi.setConfig({ testTimeout: 120_000 });
const PASSWORD = "four quiet tall birches";
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let issuer: OidcServer;
let server: Production;
let url: string;
let deps: Parameters<typeof startLinking>[0] & Parameters<typeof inviteMember>[1];
let owner: Scope;
let ownerId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const settings = await makeProductionSettings(database.url);
  url = settings.APP_URL ?? "";
  issuer = await startOidcServer(url);
  server = startProduction({
    ...settings,
    ...issuer.settings,
    OIDC_NAME: "Kiosque ID",
    OIDC_SCOPES: "openid email profile groups",
    OIDC_ROLE_CLAIM: "groups",
    OIDC_ROLES: "helpdesk=support,leads=admin",
    OIDC_SECOND_FACTOR_VALUES: "hwk",
  });
  await server.ready();
  const parsed = parseKeyRing(settings.ENCRYPTION_KEYS ?? "");
  if (!parsed.ok) throw new Error(parsed.problem);
  const keys = { ring: parsed.ring, auditKey: settings.AUDIT_KEY ?? "" };
  deps = { database, keys, auditKeys: keys, passwords: createPasswordGate() };
  ownerId = await addStaff("olga@kiosque.example", "owner");
  owner = { ...SYSTEM_SCOPE, role: "owner", actor: { id: ownerId, name: "Olga" } };
}, 300_000);
afterAll(async () => {
  await server.stop("SIGKILL");
  await issuer.stop();
  await database.close();
});

async function addStaff(email: string, role: StaffRole): Promise<string> {
  const made = await hashNewPassword(PASSWORD, email);
  if (!made.ok) throw new Error(made.weakness);
  const id = await insertStaff(database.prisma, { email, name: email, passwordHash: made.hash, role });
  if (id === null) throw new Error("the e-mail is taken");
  return id;
}
async function invite(email: string, role: StaffRole = "support"): Promise<void> {
  const invited = await inviteMember(owner, deps, { email, role, sites: EVERY_SITE });
  if (!invited.ok) throw new Error(invited.problem);
}
const personOf = (sub: string, more: Partial<Person> = {}): Person => ({
  ...{ sub, email: `${sub}@kiosque.example`, email_verified: true, name: sub, groups: ["helpdesk"] },
  ...more,
});

const sessionSchema = z.object({ sid: z.uuid() });

/** Goes to the issuer and back as somebody. @returns the last address, and the browser */
async function come(person: Person, browser = makeCookieBrowser()) {
  issuer.become(person);
  browser.restore(issuer.issuer, "");
  const callback = await browser.follow(await pressOidc(browser, url), OIDC_CALLBACK);
  expect(callback).toMatch(/[?&]code=/);
  return { browser, callback, at: (await browser.follow(callback)).replace(url, "") };
}
async function sessionOf(browser: CookieBrowser) {
  const { sid } = sessionSchema.parse(await (await browser.ask(`${url}/api/auth/session`)).json());
  return database.prisma.staffSession.findUniqueOrThrow({ where: { id: sid }, include: { staff: true } });
}
const staffOf = (sub: string) => findStaffByEmail(database.prisma, `${sub}@kiosque.example`);
const actionsOf = async (staffId: string) => {
  const entries = await database.prisma.auditEntry.findMany({
    where: { targetId: staffId },
    orderBy: { seq: "asc" },
  });
  return entries.map(({ action, outcome }) => `${action} ${outcome}`);
};

it("lets nobody in who was not invited", async () => {
  const { at, browser } = await come(personOf("stranger"));
  expect(at).toBe("/sign-in?error=oidc_not_invited");
  expect(await staffOf("stranger")).toBeNull();
  const page = await (await browser.ask(`${url}${at}`)).text();
  expect(page).toContain("Sign in with Kiosque ID");
});

it("spends an invitation at the first sign-in, knows the person by their subject later, and keeps no token", async () => {
  await invite("Mia@Kiosque.example");
  const first = await come(personOf("mia"));
  expect(first.at).toBe("/users");
  const { staff } = await sessionOf(first.browser);
  expect(staff).toMatchObject({ email: "mia@kiosque.example", role: "support", passwordHash: null });
  expect(await actionsOf(staff.id)).toEqual(["staff.joined done", "staff.sign_in done"]);
  // Their address may change, and belong to somebody else: neither matters any more.
  const again = await come(personOf("mia", { email: "other@elsewhere.example", email_verified: false }));
  expect((await sessionOf(again.browser)).staff.id).toBe(staff.id);
  expect((await come(personOf("not-mia", { email: "mia@kiosque.example" }))).at).toMatch(/oidc_not_invited$/);
  expect(issuer.secrets().length).toBeGreaterThan(4);
  const { rows } = await database.pool.query(
    "SELECT coalesce(jsonb_agg(to_jsonb(s)), '[]')::text || (SELECT jsonb_agg(to_jsonb(i))::text FROM staff_identities i) AS text FROM staff_sessions s",
  );
  for (const secret of issuer.secrets()) {
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(server.output()).not.toContain(secret);
  }
  // Without a password, a wrong one is all there is.
  expect((await signIn(url, { email: staff.email, password: PASSWORD })).status).toBe(401);
});

it("takes no address that the issuer has not verified, and spends nothing for it", async () => {
  await invite("vera@kiosque.example");
  expect((await come(personOf("vera", { email_verified: false }))).at).toBe("/sign-in?error=oidc_unverified");
  expect((await come(personOf("vera"))).at).toBe("/users");
});

it("links no account by its address: its owner does, signed in and with their password", async () => {
  const staffId = await addStaff("paul@kiosque.example", "support");
  expect((await come(personOf("paul"))).at).toBe("/sign-in?error=oidc_not_invited");
  const { cookie } = await signIn(url, { email: "paul@kiosque.example", password: PASSWORD });
  const browser = makeCookieBrowser();
  browser.restore(url, cookie);
  const { id: sessionId } = await sessionOf(browser);
  const own = { staffId, sessionId, secondFactorAt: null };
  expect(await startLinking(deps, own, "something else")).toMatchObject({ problem: "wrong_password" });
  const link = async (person: Person) => {
    expect(await startLinking(deps, own, PASSWORD)).toMatchObject({ ok: true });
    return (await come(person, browser)).at;
  };
  expect(await link(personOf("paula"))).toBe("/account?identity=other_address");
  expect(await link(personOf("paul", { email_verified: false }))).toBe("/account?identity=other_address");
  expect(await link(personOf("paul"))).toBe("/users");
  expect((await sessionOf(browser)).id).toBe(sessionId);
  expect((await come(personOf("paul"))).at).toBe("/users");
  expect(await actionsOf(staffId)).toContain("staff.identity_linked done");
});

it("takes an answer of the issuer once, and only in the browser that asked", async () => {
  await invite("rita@kiosque.example");
  issuer.become(personOf("rita"));
  const browser = makeCookieBrowser();
  const callback = await browser.follow(await pressOidc(browser, url), OIDC_CALLBACK);
  const cookies = browser.cookies(url);
  const refused = /\/sign-in\?.*error=OAuthCallback/;
  expect(await makeCookieBrowser().follow(callback)).toMatch(refused);
  const changed = new URL(callback);
  changed.searchParams.set("state", "of-another-sign-in");
  expect(await browser.follow(changed.href)).toMatch(refused);
  browser.restore(url, cookies);
  expect(await browser.follow(callback)).toBe(`${url}/users`);
  browser.restore(url, cookies);
  expect(await browser.follow(callback)).toMatch(refused);
});

it("takes no ID token of another sign-in", async () => {
  await invite("nora@kiosque.example");
  issuer.spoilNonce();
  expect((await come(personOf("nora"))).at).toMatch(/^\/sign-in\?.*error=OAuthCallback/);
  expect(await staffOf("nora")).toBeNull();
});

it("lets no disabled person in", async () => {
  await invite("dora@kiosque.example");
  await come(personOf("dora"));
  const dora = await staffOf("dora");
  expect(await disableMember(owner, deps, dora?.id ?? "")).toEqual({ ok: true });
  expect((await come(personOf("dora"))).at).toBe("/sign-in?error=oidc_not_invited");
});

it("maps roles at each sign-in, never to owner, and takes no owner's role", async () => {
  await invite("rolf@kiosque.example", "viewer");
  const roleAfter = async (groups: readonly string[]) => {
    const { at } = await come(personOf("rolf", { groups }));
    return at === "/users" ? (await staffOf("rolf"))?.role : at;
  };
  expect(await roleAfter([])).toBe("/sign-in?error=oidc_no_role");
  expect(await roleAfter(["owner", "owners"])).toBe("/sign-in?error=oidc_no_role");
  expect(await roleAfter(["everybody", "helpdesk"])).toBe("support");
  expect(await roleAfter(["leads"])).toBe("admin");
  expect(await roleAfter(["helpdesk"])).toBe("support");
  expect(await roleAfter(["everybody"])).toBe("/sign-in?error=oidc_no_role");
  expect(await actionsOf((await staffOf("rolf"))?.id ?? "")).toContain("staff.role_changed done");
  await invite("otto@kiosque.example", "owner");
  await come(personOf("otto"));
  await come(personOf("otto", { groups: ["leads"] }));
  expect((await staffOf("otto"))?.role).toBe("owner");
});

it("counts as a second factor only what the operator named", async () => {
  await invite("fay@kiosque.example");
  const first = await come(personOf("fay", { amr: ["pwd"] }));
  const { id: sessionId, staffId } = await sessionOf(first.browser);
  await database.prisma.$transaction(async (tx) => {
    await insertTotp(tx, staffId, (id) => sealTotp(deps.keys.ring, id, newTotpSecret()));
    const { id } = await tx.staffTotp.findUniqueOrThrow({ where: { staffId } });
    await confirmTotpRow(tx, id);
  });
  const sessionAfter = async (amr: string[]) => sessionOf((await come(personOf("fay", { amr }))).browser);
  expect(await sessionAfter(["pwd"])).toMatchObject({ awaitsSecondFactor: true });
  // What needs a second factor of ours asks for it all the same.
  expect(await sessionAfter(["pwd", "hwk"])).toMatchObject({
    awaitsSecondFactor: false,
    secondFactorAt: null,
  });
  expect(await actionsOf(staffId)).toContain("staff.identity_given done");
  // Who has no password must have signed in just now to set up another factor.
  expect(await askPassword(deps, { staffId, sessionId }, "")).toEqual({ ok: true, hash: null });
  await database.pool.query("UPDATE staff_sessions SET created_at = now() - interval '6 minutes'");
  expect(await askPassword(deps, { staffId, sessionId }, "")).toMatchObject({ problem: "sign_in_again" });
});

it("keeps an owner with a password", async () => {
  await invite("oona@kiosque.example", "owner");
  const { browser } = await come(personOf("oona"));
  const { staff } = await sessionOf(browser);
  const oona: Scope = { ...SYSTEM_SCOPE, role: "owner", actor: { id: staff.id, name: staff.name } };
  const kept = { ok: false, problem: "last_password" };
  expect(await disableMember(oona, deps, ownerId)).toEqual(kept);
  expect(await changeRole(oona, deps, ownerId, "admin")).toEqual(kept);
  await addStaff("second@kiosque.example", "owner");
  expect(await changeRole(oona, deps, ownerId, "admin")).toEqual({ ok: true });
  await database.prisma.staff.update({ where: { id: ownerId }, data: { role: "owner" } });
});

it("says that the issuer is away", async () => {
  await issuer.stop();
  const browser = makeCookieBrowser();
  const at = await browser.follow(await pressOidc(browser, url));
  expect(at).toMatch(/\/sign-in\?.*error=OAuthSignin/);
  const page = await (await browser.ask(at)).text();
  expect(page).toContain("Kiosque ID does not answer right now");
  expect(server.output()).toMatch(/SIGNIN_OAUTH_ERROR.*OpenID Connect failed/);
});
