import { generateKeyPairSync } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listAuditEntries } from "@/lib/audit/audit-store";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Assertion } from "@/lib/staff/passkeys/answers";
import { askForAnyPasskey, askForPasskey, type PasskeyQuestion } from "@/lib/staff/passkeys/ask-passkey";
import { purgeChallenges } from "@/lib/staff/passkeys/challenges-store";
import { removePasskey, renamePasskey } from "@/lib/staff/passkeys/own-passkeys";
import { listPasskeys } from "@/lib/staff/passkeys/passkeys-store";
import { addPasskey, startPasskey } from "@/lib/staff/passkeys/register";
import { userHandleOf } from "@/lib/staff/passkeys/relying-party";
import { signInWithPasskey } from "@/lib/staff/passkeys/sign-in-with-passkey";
import {
  countRecoveryCodes,
  deleteSecondFactors,
  hasSecondFactor,
} from "@/lib/staff/second-factor/factors-store";
import { giveFactorAgain } from "@/lib/staff/second-factor/give-again";
import { passSecondStep } from "@/lib/staff/second-factor/second-step";
import { confirmTotp, removeTotp, startTotp } from "@/lib/staff/second-factor/set-up";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import { createPasswordGate } from "@/lib/staff/sign-in/password-gate";
import { createRefusals } from "@/lib/staff/sign-in/refusals";
import { signInWithPassword } from "@/lib/staff/sign-in/sign-in";
import {
  disableStaff,
  findLiveSession,
  insertSession,
  insertStaff,
  signOutEverywhere,
} from "@/lib/staff/store";
import { createAuthenticator, type Twist } from "../support/browser/authenticator";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";

const PASSWORD = "four quiet tall birches";
const SITE = { origin: "https://dash.example", rpId: "dash.example" };
const ORIGIN = { userAgent: null, address: "192.0.2.1" };
const BROWSER = "what the cookie of this browser says";
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let deps: ReturnType<typeof makeDependencies>;
let passwordHash: string;

function makeDependencies(ring: Awaited<ReturnType<typeof makeSite>>["ring"]) {
  const auditKeys = { ring, auditKey: "an audit key for these tests, long enough" };
  const refusals = createRefusals({ database, keys: auditKeys });
  const env = { APP_URL: `${SITE.origin}/`, ANYTIME_PARTNER_NAME: "Kiosque" };
  return { env, database, auditKeys, passwords: createPasswordGate(), refusals };
}
beforeAll(async () => {
  database = await createTestDatabase();
  deps = makeDependencies((await makeSite(database)).ring);
  const made = await hashNewPassword(PASSWORD, "");
  if (!made.ok) throw new Error(made.fault);
  passwordHash = made.hash;
});
afterAll(() => database.close());

/** What must be there for the test to go on. */
function sure<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error("there is nothing");
  return value;
}
function got<Value>(result: { ok: true; value: Value } | { ok: false; problem: string }): Value {
  if (!result.ok) throw new Error(result.problem);
  return result.value;
}

async function join(email: string) {
  const id = sure(await insertStaff(database.prisma, { name: email, email, role: "admin", passwordHash }));
  const sessionId = await insertSession(database.prisma, id, ORIGIN);
  const scope: Scope = { ...SYSTEM_SCOPE, role: "admin", actor: { id, name: email } };
  const own = { staffId: id, sessionId, name: email, email };
  const secondFactorAt = async () =>
    (await findLiveSession(database.prisma, sessionId))?.secondFactorAt ?? null;
  return {
    ...{ id, email, sessionId, scope, own, secondFactorAt },
    start: async (password: string | null) =>
      startPasskey(deps, { ...own, secondFactorAt: await secondFactorAt() }, password),
  };
}
async function joinWithPasskey(email: string) {
  const person = await join(email);
  const authenticator = createAuthenticator(SITE);
  const order = got(await person.start(PASSWORD));
  const made = { name: "Phone", attestation: authenticator.make(order) };
  const codes = got(await addPasskey(person.scope, deps, person.own, made));
  return { ...person, authenticator, codes };
}
const ask = async (browser = BROWSER) =>
  sure(await askForAnyPasskey(deps, { browser, address: "192.0.2.1" }));
const signIn = (assertion: Assertion, from: { browser?: string; device?: string; address?: string } = {}) =>
  signInWithPasskey(deps, { assertion, browser: BROWSER, device: null, ...ORIGIN, ...from });
async function firstStep(email: string): Promise<string> {
  const signedIn = await signInWithPassword(deps, { email, password: PASSWORD, device: null, ...ORIGIN });
  if (!signedIn.ok) throw new Error(signedIn.problem);
  return signedIn.sessionId;
}
const isOpen = async (id: string) => (await findLiveSession(database.prisma, id)) !== null;
const trail = async (limit: number) => {
  const page = { after: null, limit };
  const { rows } = await listAuditEntries(SYSTEM_SCOPE, database.prisma, deps.auditKeys.ring, page);
  return rows.map(({ action, outcome }) => `${action} ${outcome}`);
};

describe("a passkey", () => {
  it("is added for the password, and as the first second factor brings codes and ends other sessions", async () => {
    const ada = await join("ada@example.com");
    const other = await insertSession(database.prisma, ada.id, ORIGIN);
    expect(await ada.start("a guess")).toEqual({ ok: false, problem: "wrong_password" });
    expect(await ada.start(null)).toEqual({ ok: false, problem: "password_missing" });
    const authenticator = createAuthenticator(SITE);
    const made = { name: "Phone", attestation: authenticator.make(got(await ada.start(PASSWORD))) };
    const codes = got(await addPasskey(ada.scope, deps, ada.own, made));
    expect(new Set(codes).size).toBe(10);
    expect([await isOpen(ada.sessionId), await isOpen(other)]).toEqual([true, false]);
    expect(await ada.secondFactorAt()).toEqual(expect.any(Date));
    expect(await listPasskeys(database.prisma, ada.id)).toMatchObject([
      { name: "Phone", backedUp: true, lastUsedAt: null },
    ]);
    // The same answer again, and the same authenticator again.
    expect(await addPasskey(ada.scope, deps, ada.own, made)).toMatchObject({ problem: "passkey_over" });
    const again = { name: "Twice", attestation: authenticator.make(got(await ada.start(null))) };
    expect(await addPasskey(ada.scope, deps, ada.own, again)).toMatchObject({ problem: "already" });
    expect(await trail(1)).toEqual(["staff.passkey_added done"]);
  });

  it("is added to a second factor only by a fresh one, and brings no more codes", async () => {
    const ben = await joinWithPasskey("ben@example.com");
    const session = { where: { id: ben.sessionId } };
    const longAgo = new Date(Date.now() - 3_600_000);
    await database.prisma.staffSession.update({ ...session, data: { secondFactorAt: longAgo } });
    expect(await ben.start(PASSWORD)).toEqual({ ok: false, problem: "second_factor_stale" });
    await database.prisma.staffSession.update({ ...session, data: { secondFactorAt: null } });
    expect(await ben.start(PASSWORD)).toEqual({ ok: false, problem: "second_factor_missing" });
    await database.prisma.staffSession.update({ ...session, data: { secondFactorAt: new Date() } });
    const order = got(await ben.start(null));
    expect(order.excludeCredentials).toEqual([expect.objectContaining({ id: ben.authenticator.id })]);
    const second = { name: "Laptop", attestation: createAuthenticator(SITE).make(order) };
    expect(got(await addPasskey(ben.scope, deps, ben.own, second))).toEqual([]);
    expect(await countRecoveryCodes(database.prisma, ben.id)).toBe(10);
  });

  it.each<[string, Twist]>([
    ["for another site", { origin: "https://evil.example" }],
    ["for another host", { rpId: "evil.example" }],
    ["without knowing who made it", { verified: false }],
  ])("is not added when it is made %s", async (why, twist) => {
    const person = await join(`made-${why.replaceAll(" ", "-")}@example.com`);
    const attestation = createAuthenticator(SITE).make(got(await person.start(PASSWORD)), twist);
    const added = await addPasskey(person.scope, deps, person.own, { name: "Phone", attestation });
    expect(added).toEqual({ ok: false, problem: "not_made" });
    expect(await hasSecondFactor(database.prisma, person.id)).toBe(false);
  });

  it("is not added in another session than the one that was asked for the password", async () => {
    const [eve, mallory] = [await join("eve-1@example.com"), await join("mallory@example.com")];
    const attestation = createAuthenticator(SITE).make(got(await mallory.start(PASSWORD)));
    const added = await addPasskey(eve.scope, deps, eve.own, { name: "Phone", attestation });
    expect(added).toMatchObject({ problem: "passkey_over" });
  });
});

describe("signing in with a passkey alone", () => {
  it("opens a session with both factors given, in a browser that is known from then on", async () => {
    const { id, email, authenticator } = await joinWithPasskey("cleo@example.com");
    const question = await ask();
    // Whoever asks, the question is the same.
    expect(question).toMatchObject({
      rpId: "dash.example",
      userVerification: "required",
      allowCredentials: [],
    });
    const signedIn = await signIn(authenticator.answer(question));
    if (!signedIn.ok) throw new Error(signedIn.problem);
    expect(signedIn).toMatchObject({ staffId: id, name: email });
    const session = sure(await findLiveSession(database.prisma, signedIn.sessionId));
    expect(session.secondFactorAt).toEqual(expect.any(Date));
    expect(await trail(1)).toEqual(["staff.sign_in done"]);
    expect((await listPasskeys(database.prisma, id))[0]?.lastUsedAt).toEqual(expect.any(Date));
    // Strangers use up what their network has; this browser has tries of its own.
    const network = { address: "198.51.100.7" };
    const wrong = { verified: false };
    for (let n = 0; n < 12; n += 1) await signIn(authenticator.answer(await ask(), wrong), network);
    const refused = await signIn(authenticator.answer(await ask()), network);
    expect(refused).toEqual({ ok: false, problem: "rate_limited" });
    const known = await signIn(authenticator.answer(await ask()), { ...network, device: signedIn.device });
    expect(known.ok).toBe(true);
  });

  it("takes no assertion twice, also side by side", async () => {
    const { authenticator } = await joinWithPasskey("dora@example.com");
    const assertion = authenticator.answer(await ask());
    const answers = await Promise.all(Array.from({ length: 4 }, () => signIn(assertion)));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await signIn(assertion)).toEqual({ ok: false, problem: "passkey_over" });
  });

  const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const HANDLE = Buffer.from(userHandleOf("019ac000-0000-7000-8000-000000000000")).toString("base64url");
  it.each<[string, Twist]>([
    ["from another origin", { origin: "https://evil.example" }],
    ["for another host", { rpId: "evil.example" }],
    ["without user verification", { verified: false }],
    ["signed by another key", { key: stranger }],
    ["that names another owner", { userHandle: HANDLE }],
    ["that names no owner", { userHandle: null }],
  ])("refuses an assertion %s", async (why, twist) => {
    const { authenticator } = await joinWithPasskey(`${why.replaceAll(" ", "-")}@example.com`);
    const refused = { ok: false, problem: "wrong_passkey" };
    expect(await signIn(authenticator.answer(await ask(), twist))).toEqual(refused);
    expect(await signIn(authenticator.answer(await ask()))).toMatchObject({ ok: true });
  });

  it("says the same of a passkey that nobody has", async () => {
    const owner = Buffer.from(userHandleOf("019ac000-0000-7000-8000-000000000000")).toString("base64url");
    const assertion = createAuthenticator(SITE).answer(await ask(), { userHandle: owner });
    expect(await signIn(assertion)).toEqual({ ok: false, problem: "wrong_passkey" });
  });

  it("refuses a counter that goes back, and tells the trail", async () => {
    const { id, authenticator } = await joinWithPasskey("copied@example.com");
    expect(await signIn(authenticator.answer(await ask(), { counter: 7 }))).toMatchObject({ ok: true });
    for (const counter of [7, 6, 0]) {
      const refused = await signIn(authenticator.answer(await ask(), { counter }));
      expect(refused).toEqual({ ok: false, problem: "wrong_passkey" });
    }
    const where = { action: "staff.passkey_copied", outcome: "denied", actorId: id };
    expect(await database.prisma.auditEntry.count({ where })).toBe(3);
    expect(await signIn(authenticator.answer(await ask(), { counter: 8 }))).toMatchObject({ ok: true });
  });

  it("refuses an answer to an expired question, to another browser's, and to one for something else", async () => {
    const { id, email, authenticator } = await joinWithPasskey("late@example.com");
    const over = { ok: false, problem: "passkey_over" };
    const late = await ask();
    await database.pool.query("UPDATE passkey_challenges SET expires_at = now()");
    expect(await signIn(authenticator.answer(late))).toEqual(over);
    expect(await purgeChallenges(database.prisma)).toBeGreaterThan(0);
    expect(await signIn(authenticator.answer(await ask("another browser")))).toEqual(over);
    const sessionId = await firstStep(email);
    const step = sure(await askForPasskey(deps, { staffId: id, sessionId }));
    expect(await signIn(authenticator.answer(step), { browser: sessionId })).toEqual(over);
    expect(await signIn(authenticator.answer(await ask(), { challenge: "bWFkZSB1cA" }))).toEqual(over);
  });

  it("refuses whoever is disabled, and whose passkey was removed", async () => {
    const [gone, lost] = [
      await joinWithPasskey("gone@example.com"),
      await joinWithPasskey("lost@example.com"),
    ];
    await disableStaff(database.prisma, gone.id);
    const refused = { ok: false, problem: "wrong_passkey" };
    expect(await signIn(gone.authenticator.answer(await ask()))).toEqual(refused);
    await deleteSecondFactors(database.prisma, lost.id);
    expect(await signIn(lost.authenticator.answer(await ask()))).toEqual(refused);
    await deps.refusals.flush();
    const counted = await database.prisma.signInRefusal.findMany({ where: { staffId: gone.id } });
    expect(counted).toMatchObject([{ count: 1 }]);
  });

  it("forgets which browsers are known when somebody is signed out everywhere", async () => {
    const { id, authenticator } = await joinWithPasskey("everywhere@example.com");
    const signedIn = await signIn(authenticator.answer(await ask()));
    if (!signedIn.ok) throw new Error(signedIn.problem);
    await signOutEverywhere(database.prisma, id);
    expect(await isOpen(signedIn.sessionId)).toBe(false);
    const network = { address: "198.51.100.8", device: signedIn.device };
    for (let n = 0; n < 10; n += 1)
      await signIn(authenticator.answer(await ask(), { verified: false }), network);
    expect(await signIn(authenticator.answer(await ask()), network)).toMatchObject({
      problem: "rate_limited",
    });
  });
});

describe("a passkey as the second factor", () => {
  const step = (sessionId: string, passkey: Assertion) =>
    passSecondStep(deps, { sessionId, given: { passkey }, ...ORIGIN });
  const questionOf = async (staffId: string, sessionId: string): Promise<PasskeyQuestion> =>
    sure(await askForPasskey(deps, { staffId, sessionId }));

  it("is asked for after the password, and replaces the session that waited", async () => {
    const { id, email, authenticator, codes } = await joinWithPasskey("fay@example.com");
    const waiting = await firstStep(email);
    expect(await isOpen(waiting)).toBe(false);
    const question = await questionOf(id, waiting);
    expect(question.allowCredentials).toEqual([expect.objectContaining({ id: authenticator.id })]);
    // Some authenticators name no owner where they are told whose passkeys are asked for.
    const assertion = authenticator.answer(question, { userHandle: null });
    const passed = await step(waiting, assertion);
    if (!passed.ok) throw new Error(passed.problem);
    expect(passed.sessionId).not.toBe(waiting);
    expect([await isOpen(passed.sessionId), await isOpen(waiting)]).toEqual([true, false]);
    expect(await step(await firstStep(email), assertion)).toMatchObject({ problem: "passkey_over" });
    // A recovery code does without the passkey, and without an app.
    const given = { code: codes[0] ?? "" };
    const recovered = await passSecondStep(deps, { sessionId: await firstStep(email), given, ...ORIGIN });
    expect(recovered).toMatchObject({ ok: true });
  });

  it("is one's own, and not somebody else's", async () => {
    const [gil, hal] = [await joinWithPasskey("gil@example.com"), await joinWithPasskey("hal@example.com")];
    const waiting = await firstStep(gil.email);
    const assertion = hal.authenticator.answer(await questionOf(gil.id, waiting));
    expect(await step(waiting, assertion)).toEqual({ ok: false, problem: "wrong_passkey" });
    const unverified = gil.authenticator.answer(await questionOf(gil.id, waiting), { verified: false });
    expect(await step(waiting, unverified)).toMatchObject({ problem: "wrong_passkey" });
    // Hal's question, answered in the session of Gil.
    const others = gil.authenticator.answer(await questionOf(hal.id, await firstStep(hal.email)));
    expect(await step(waiting, others)).toMatchObject({ problem: "passkey_over" });
    expect(await step(waiting, gil.authenticator.answer(await questionOf(gil.id, waiting)))).toMatchObject({
      ok: true,
    });
  });

  it("is given again within a session, for what needs a fresh one", async () => {
    const { id, own, scope, sessionId, authenticator, secondFactorAt } =
      await joinWithPasskey("ida@example.com");
    const longAgo = new Date(Date.now() - 3_600_000);
    await database.prisma.staffSession.update({
      where: { id: sessionId },
      data: { secondFactorAt: longAgo },
    });
    const passkey = authenticator.answer(await questionOf(id, sessionId));
    expect(await giveFactorAgain(scope, deps, own, { passkey })).toEqual({ ok: true, value: null });
    expect(sure(await secondFactorAt()).getTime()).toBeGreaterThan(longAgo.getTime());
    expect(await giveFactorAgain(scope, deps, own, { passkey })).toMatchObject({ problem: "passkey_over" });
    expect(await trail(1)).toEqual(["staff.second_factor_given done"]);
  });

  it("keeps the password alone from adding an app beside it, and stays when the app goes", async () => {
    const { id, own, scope, secondFactorAt } = await joinWithPasskey("jon@example.com");
    const start = async (at: Date | null) => startTotp(deps, { ...own, secondFactorAt: at }, PASSWORD);
    expect(await start(null)).toMatchObject({ problem: "second_factor_missing" });
    const longAgo = new Date(Date.now() - 3_600_000);
    expect(await start(longAgo)).toMatchObject({ problem: "second_factor_stale" });
    const secret = got(await start(await secondFactorAt()));
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    expect(await confirmTotp(scope, deps, own, code)).toEqual({ ok: true, value: [] });
    expect(await removeTotp(scope, deps, own, PASSWORD)).toMatchObject({ ok: true });
    expect(await hasSecondFactor(database.prisma, id)).toBe(true);
    expect(await countRecoveryCodes(database.prisma, id)).toBe(10);
    expect(await secondFactorAt()).toEqual(expect.any(Date));
  });

  it("takes codes and what was passed by it along when the last one is removed, and the trail is told", async () => {
    const kim = await joinWithPasskey("kim@example.com");
    const [phone] = await listPasskeys(database.prisma, kim.id);
    const { id } = sure(phone);
    const lea = await joinWithPasskey("lea@example.com");
    expect(await renamePasskey(lea.scope, deps, lea.own, { id, name: "Mine" })).toBe(false);
    expect(await removePasskey(lea.scope, deps, lea.own, id)).toBe(false);
    expect(await renamePasskey(kim.scope, deps, kim.own, { id, name: "Old phone" })).toBe(true);
    expect(await removePasskey(kim.scope, deps, kim.own, id)).toBe(true);
    expect(await trail(2)).toEqual(["staff.passkey_removed done", "staff.passkey_renamed done"]);
    expect(await countRecoveryCodes(database.prisma, kim.id)).toBe(0);
    expect(await kim.secondFactorAt()).toBe(null);
    expect(await isOpen(await firstStep(kim.email))).toBe(true);
  });
});
