import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listAuditEntries } from "@/lib/audit/audit-store";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { passSecondStep } from "@/lib/staff/second-factor/second-step";
import { confirmTotp, removeTotp, startTotp } from "@/lib/staff/second-factor/set-up";
import { forgetCodes } from "@/lib/staff/second-factor/take-code";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import { createPasswordGate } from "@/lib/staff/sign-in/password-gate";
import { createRefusals } from "@/lib/staff/sign-in/refusals";
import { type SignInDependencies, signInWithPassword } from "@/lib/staff/sign-in/sign-in";
import { findLiveSession, insertSession, insertStaff } from "@/lib/staff/store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";

const PASSWORD = "four quiet tall birches";
const ORIGIN = { userAgent: null, address: "192.0.2.1" };
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let deps: SignInDependencies & { env: { APP_URL: string } };
let passwordHash: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const { ring } = await makeSite(database);
  const auditKeys = { ring, auditKey: "an audit key for these tests, long enough" };
  const refusals = createRefusals({ database, keys: auditKeys });
  deps = {
    database,
    auditKeys,
    passwords: createPasswordGate(),
    refusals,
    env: { APP_URL: "https://dash.example" },
  };
  const made = await hashNewPassword(PASSWORD, "");
  if (!made.ok) throw new Error(made.weakness);
  passwordHash = made.hash;
});
afterAll(() => database.close());

/** The code of an app, as many codes ahead as there are 30 seconds. */
const codeOf = (secret: string, ahead = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * 30_000 });

async function join(email: string) {
  const id = await insertStaff(database.prisma, { name: email, email, role: "admin", passwordHash });
  if (id === null) throw new Error("the e-mail is taken");
  const sessionId = await insertSession(database.prisma, id, ORIGIN);
  const scope: Scope = { ...SYSTEM_SCOPE, role: "admin", actor: { id, name: email } };
  const own = { staffId: id, sessionId };
  const start = (password = PASSWORD) => startTotp(deps, { ...own, secondFactorAt: null }, password);
  const confirm = (code: string) => confirmTotp(scope, deps, own, code);
  const remove = (password: string) => removeTotp(scope, deps, own, password);
  return { id, email, sessionId, start, confirm, remove };
}
async function setUp(email: string) {
  const person = await join(email);
  const started = await person.start();
  if (!started.ok) throw new Error(started.problem);
  const confirmed = await person.confirm(codeOf(started.value, -1));
  if (!confirmed.ok) throw new Error(confirmed.problem);
  return { ...person, secret: started.value, codes: confirmed.value };
}
async function firstStep(email: string): Promise<string> {
  const input = { email, password: PASSWORD, device: null, ...ORIGIN };
  const signedIn = await signInWithPassword(deps, input);
  if (!signedIn.ok) throw new Error(signedIn.problem);
  return signedIn.sessionId;
}
const pass = (sessionId: string, code: string) =>
  passSecondStep(deps, { sessionId, given: { code }, ...ORIGIN });
const isOpen = async (id: string) => (await findLiveSession(database.prisma, id)) !== null;

it("asks for the password before an app is set up, and for a code of it before it counts", async () => {
  const ada = await join("ada@example.com");
  const other = await insertSession(database.prisma, ada.id, ORIGIN);
  expect(await ada.start("a guess")).toEqual({ ok: false, problem: "wrong_password" });
  const started = await ada.start();
  if (!started.ok) throw new Error(started.problem);
  // Not confirmed: the password alone still signs in.
  expect(await isOpen(await firstStep(ada.email))).toBe(true);
  expect(await ada.confirm("000000")).toMatchObject({ problem: "wrong_code" });
  const confirmed = await ada.confirm(codeOf(started.value));
  expect(confirmed.ok && new Set(confirmed.value).size).toBe(10);
  expect([await isOpen(ada.sessionId), await isOpen(other)]).toEqual([true, false]);
  expect(await findLiveSession(database.prisma, ada.sessionId)).toMatchObject({
    secondFactorAt: expect.any(Date),
  });
  expect(await ada.start()).toEqual({ ok: false, problem: "already" });
  const stored = await database.pool.query(
    "SELECT f.*, c.* FROM staff_totp f JOIN staff_recovery_codes c USING (staff_id)",
  );
  const dump = stored.rows.map((row) => JSON.stringify(row)).join();
  const seen = Buffer.from(stored.rows[0].secret_sealed as Buffer).toString("latin1");
  expect(dump + seen).not.toContain(started.value);
});

it("opens nothing before the second step, and puts another session in place of the one that waited", async () => {
  const { email, secret } = await setUp("ben@example.com");
  const waiting = await firstStep(email);
  expect(await isOpen(waiting)).toBe(false);
  const passed = await pass(waiting, codeOf(secret));
  if (!passed.ok) throw new Error(passed.problem);
  expect(passed.sessionId).not.toBe(waiting);
  expect([await isOpen(passed.sessionId), await isOpen(waiting)]).toEqual([true, false]);
  expect(await pass(waiting, codeOf(secret, 1))).toMatchObject({ problem: "over" });
  // A session that waits for nothing is no way around, either.
  expect(await pass(passed.sessionId, codeOf(secret, 1))).toMatchObject({ problem: "over" });
  const page = { after: null, limit: 2 };
  const { rows } = await listAuditEntries(SYSTEM_SCOPE, database.prisma, deps.auditKeys.ring, page);
  expect(rows.map(({ action }) => action)).toEqual(["staff.sign_in", "staff.password_given"]);
});

it("takes each code once, also when it arrives several times at once", async () => {
  const { email, secret, codes } = await setUp("cleo@example.com");
  const waiting = await Promise.all(Array.from({ length: 4 }, () => firstStep(email)));
  const code = codeOf(secret);
  const answers = await Promise.all(waiting.map((id) => pass(id, code)));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  const recovery = codes[0]?.toLowerCase().replaceAll("-", " ") ?? "";
  const left = waiting.filter((_, at) => answers[at]?.ok === false);
  const spent = await Promise.all(left.map((id) => pass(id, recovery)));
  expect(spent.filter(({ ok }) => ok)).toHaveLength(1);
});

it("stops guessing at the code after ten failures, in however many sessions, and forgets a wait after ten minutes", async () => {
  const { id, email, secret, codes } = await setUp("dora@example.com");
  const [one, two] = [await firstStep(email), await firstStep(email)];
  for (let n = 0; n < 5; n += 1) {
    expect(await pass(one, "123456")).toMatchObject({ problem: "wrong_code" });
    expect(await pass(two, "234567")).toMatchObject({ problem: "wrong_code" });
  }
  expect(await pass(two, codeOf(secret))).toMatchObject({ problem: "too_many" });
  // Whoever guesses at the app's codes keeps nobody from using a recovery code.
  expect(await pass(one, codes[0] ?? "")).toMatchObject({ ok: true });
  for (let n = 0; n < 10; n += 1)
    expect(await pass(two, "ABCD-ABCD-ABCD-ABCD")).toMatchObject({ problem: "wrong_code" });
  expect(await pass(two, codes[1] ?? "")).toMatchObject({ problem: "too_many" });
  await forgetCodes(database.prisma, id);
  await database.pool.query("UPDATE staff_sessions SET expires_at = now() WHERE id = $1", [two]);
  expect(await pass(two, codeOf(secret))).toMatchObject({ problem: "over" });
});

it("removes a second factor for whoever knows the password, and what was passed by it counts no more", async () => {
  const { email, sessionId, remove } = await setUp("eve@example.com");
  expect(await remove("a guess")).toEqual({ ok: false, problem: "wrong_password" });
  expect(await remove(PASSWORD)).toEqual({ ok: true, value: null });
  expect(await findLiveSession(database.prisma, sessionId)).toMatchObject({ secondFactorAt: null });
  expect(await isOpen(await firstStep(email))).toBe(true);
});
