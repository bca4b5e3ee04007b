import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { listAuditEntries } from "@/lib/audit/audit-store";
import type { AuditKeys } from "@/lib/audit/record";
import { findBrokenEntry } from "@/lib/audit/verify";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newDevice, writeDevice } from "@/lib/staff/sign-in/device";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import { createPasswordGate } from "@/lib/staff/sign-in/password-gate";
import { createRefusals } from "@/lib/staff/sign-in/refusals";
import { type SignInDependencies, signInWithPassword } from "@/lib/staff/sign-in/sign-in";
import { countSignIn, forgetFailures } from "@/lib/staff/sign-in/sign-in-limits";
import { findStaffByEmail, insertStaff, setPassword, signOutEverywhere } from "@/lib/staff/store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";

let keys: AuditKeys;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let deps: SignInDependencies;

async function hashOf(password: string): Promise<string> {
  const made = await hashNewPassword(password, "");
  if (!made.ok) throw new Error(made.weakness);
  return made.hash;
}

beforeAll(async () => {
  database = await createTestDatabase();
  const { ring } = await makeSite(database);
  keys = { ring, auditKey: "an audit key for these tests, long enough" };
  const refusals = createRefusals({ database, keys });
  deps = { database, auditKeys: keys, passwords: createPasswordGate(), refusals };
  const passwordHash = await hashOf("the right password");
  for (const [name, email] of [
    ["Ada", "ada@example.com"],
    ["Ben", "ben@example.com"],
    ["Cleo", "cleo@example.com"],
    ["Dora", "dora@example.com"],
  ] as const)
    await insertStaff(database.prisma, { name, email, role: "owner", passwordHash });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => database.close());

interface Attempt {
  readonly email?: string;
  readonly password?: string;
  readonly address?: string;
  readonly device?: string | null;
}

const attempt = ({ email, password, address, device }: Attempt) =>
  signInWithPassword(deps, {
    email: email ?? "ada@example.com",
    password: password ?? "the right password",
    address: address ?? "192.0.2.1",
    userAgent: null,
    device: device ?? null,
  });
const deviceOf = async (from: Attempt) => {
  const signedIn = await attempt(from);
  if (!signedIn.ok) throw new Error(signedIn.problem);
  return signedIn.device;
};
const entries = async () =>
  (await listAuditEntries(SYSTEM_SCOPE, database.prisma, keys.ring, { after: null, limit: 100 })).rows;
const refusedOf = async (name: string) =>
  (await entries()).filter((entry) => entry.actorName === name && entry.outcome === "denied");

/** As two hundred wrong passwords from as many networks leave it; their checks alone would take a minute. */
async function lockOut(email: string): Promise<void> {
  const count = (n: number) =>
    countSignIn(database.prisma, keys.auditKey, { email, address: `198.51.${n}.7`, device: null });
  for (let n = 0; n < 200; n += 10) await Promise.all(Array.from({ length: 10 }, (_, at) => count(n + at)));
}

it("counts failures, not the sign-ins of somebody who knows their password", async () => {
  for (let n = 0; n < 12; n++) expect(await attempt({})).toMatchObject({ ok: true });
});

it("stops guessing after ten failures from one address, also side by side, and elsewhere lets the owner in", async () => {
  const address = "192.0.2.66";
  const guesses = await Promise.all(
    Array.from({ length: 14 }, (_, n) => attempt({ password: `guess ${n}`, address })),
  );
  const problems = guesses.map((guess) => (guess.ok ? "in" : guess.problem));
  expect(problems.filter((problem) => problem === "wrong_credentials")).toHaveLength(10);
  expect(problems.filter((problem) => problem === "rate_limited")).toHaveLength(4);
  expect(await attempt({ address })).toMatchObject({ problem: "rate_limited" });
  expect(await attempt({})).toMatchObject({ ok: true });
});

it("does the same for an e-mail that nobody has as for a wrong password", async () => {
  const asked = vi.spyOn(database.pool, "query");
  const borrowed = vi.spyOn(database.pool, "connect");
  const work = async (email: string, address: string) => {
    asked.mockClear();
    borrowed.mockClear();
    expect(await attempt({ email, password: "a guess", address })).toMatchObject({ ok: false });
    const texts = asked.mock.calls.map(([query]: readonly unknown[]) => textOf(query)).sort();
    return { texts, transactions: borrowed.mock.calls.length };
  };
  const wrong = await work("cleo@example.com", "203.0.113.1");
  const unknown = await work("nobody@example.com", "203.0.113.2");
  expect(wrong.texts.length).toBeGreaterThan(3);
  expect(unknown).toEqual(wrong);
});

it("answers who is refused while the audit trail is locked, and counts them in one entry afterwards", async () => {
  const tooMany = { email: "ben@example.com", address: "203.0.113.99", device: null };
  for (let n = 0; n < 10; n++) await countSignIn(database.prisma, keys.auditKey, tooMany);
  const blocker = await database.pool.connect();
  try {
    await blocker.query("BEGIN; LOCK TABLE audit_entries IN ACCESS EXCLUSIVE MODE");
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        attempt({ email: "ben@example.com", password: "a guess", address: `203.0.113.${n + 10}` }),
      ),
    );
    expect(guesses.every((guess) => !guess.ok && guess.problem === "wrong_credentials")).toBe(true);
    expect(await attempt(tooMany)).toEqual({ ok: false, problem: "rate_limited" });
  } finally {
    await blocker.query("ROLLBACK");
    blocker.release();
  }
  await deps.refusals.flush();
  expect(await refusedOf("Ben")).toEqual([]); // the hour is not over
  await database.prisma.signInRefusal.updateMany({ data: { hour: new Date(Date.now() - 3_600_000) } });
  await deps.refusals.flush();
  expect(await refusedOf("Ben")).toMatchObject([{ action: "staff.sign_in", times: 13 }]);
  expect(await findBrokenEntry(SYSTEM_SCOPE, database.prisma, keys, 1_000)).toBeNull();
});

it("writes what was refused before the sign-in that follows it", async () => {
  for (let n = 0; n < 3; n++) await attempt({ email: "ben@example.com", password: "mistyped" });
  await attempt({ email: "ben@example.com" });
  const [newest, before] = await entries();
  expect(newest).toMatchObject({ actorName: "Ben", outcome: "done" });
  expect(before).toMatchObject({ actorName: "Ben", outcome: "denied", times: 3 });
});

it("lets who signed in from a browser before in while strangers lock everybody else out", async () => {
  const email = "cleo@example.com";
  const device = await deviceOf({ email });
  await lockOut(email);
  expect(await attempt({ email, address: "192.0.2.200" })).toMatchObject({ problem: "rate_limited" });
  expect(await attempt({ email, device })).toMatchObject({ ok: true });
  // It is no sign-in, and names one account.
  expect(await attempt({ email, device, password: "a guess" })).toMatchObject({ ok: false });
  const other = "dora@example.com";
  await lockOut(other);
  expect(await attempt({ email: other, device })).toMatchObject({ problem: "rate_limited" });
});

it("gives a device ten failures, and then counts it as a stranger", async () => {
  const email = "cleo@example.com"; // still locked out for strangers
  const device = await deviceOf({ email, device: await unlockedDevice(email) });
  for (let n = 0; n < 10; n++)
    expect(await attempt({ email, device, password: "a guess" })).toMatchObject({
      problem: "wrong_credentials",
    });
  expect(await attempt({ email, device })).toMatchObject({ problem: "rate_limited" });
});

it.each([
  [
    "a new password",
    async (id: string) => setPassword(database.prisma, id, await hashOf("another one entirely")),
  ],
  ["signing out everywhere", (id: string) => signOutEverywhere(database.prisma, id)],
])("ends the trust in devices with %s", async (_what, end) => {
  const email = "dora@example.com"; // locked out for strangers
  const device = await unlockedDevice(email);
  expect(await attempt({ email, device, password: "a guess" })).toMatchObject({
    problem: "wrong_credentials",
  });
  await end((await findStaffByEmail(database.prisma, email))?.id ?? "");
  expect(await attempt({ email, device, password: "a guess" })).toMatchObject({ problem: "rate_limited" });
});

it("forgets the failures at one account where the shell says so", async () => {
  await forgetFailures(database.prisma, keys.auditKey, "cleo@example.com");
  expect(await attempt({ email: "cleo@example.com", address: "192.0.2.9" })).toMatchObject({ ok: true });
});

it("checks one password at a time for strangers, keeps a share for known devices, and says where it is busy", async () => {
  const passwords = createPasswordGate(2);
  const hash = await hashOf("the right password");
  const strangers = Array.from({ length: 6 }, () => passwords.check("unknown", "a guess", hash));
  const known = passwords.check("known", "the right password", hash);
  const first = await Promise.race([
    known.then(() => "known"),
    Promise.all(strangers).then(() => "strangers"),
  ]);
  expect(first).toBe("known");
  expect(await Promise.all(strangers)).toEqual([false, false, false, "busy", "busy", "busy"]);
  expect(await passwords.check("unknown", "the right password", hash)).toBe(true);
});

it("gives a try back that nobody had time to check", async () => {
  const busy = { ...deps, passwords: createPasswordGate(0) };
  const from = { email: "ben@example.com", address: "192.0.2.77", userAgent: null, device: null };
  const tries = await Promise.all(
    Array.from({ length: 9 }, () => signInWithPassword(busy, { ...from, password: "a guess" })),
  );
  expect(tries.some((tried) => !tried.ok && tried.problem === "busy")).toBe(true);
  const checked = tries.filter((tried) => !tried.ok && tried.problem === "wrong_credentials").length;
  for (let n = checked; n < 10; n++)
    expect(await signInWithPassword(deps, { ...from, password: "a guess" })).toMatchObject({
      problem: "wrong_credentials",
    });
  expect(await signInWithPassword(deps, { ...from, password: "a guess" })).toMatchObject({
    problem: "rate_limited",
  });
});

async function unlockedDevice(email: string): Promise<string> {
  const staff = await findStaffByEmail(database.prisma, email);
  if (staff === null) throw new Error("nobody");
  return writeDevice(keys.ring, "cookie", newDevice(staff));
}

function textOf(query: unknown): string {
  if (typeof query === "string") return query;
  return typeof query === "object" && query !== null && "text" in query ? String(query.text) : "";
}
