import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { listAuditEntries } from "@/lib/audit/audit-store";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { createHub } from "@/lib/live/hub";
import { openLiveStream } from "@/lib/live/stream";
import { changeOwnPassword } from "@/lib/staff/account/own-password";
import { endOtherSessions, endSession, listSessions } from "@/lib/staff/account/own-store";
import { checkPassword, hashNewPassword } from "@/lib/staff/sign-in/password";
import { createPasswordGate } from "@/lib/staff/sign-in/password-gate";
import { createRefusals } from "@/lib/staff/sign-in/refusals";
import { signInWithPassword } from "@/lib/staff/sign-in/sign-in";
import { findLiveSession, findStaffByEmail, insertSession, insertStaff } from "@/lib/staff/store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";

const OLD = "four quiet tall birches";
const NEW = "seven slow herons wade";
const ORIGIN = { userAgent: "curl/8", address: "192.0.2.1" };
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let deps: Parameters<typeof changeOwnPassword>[1];
let passwordHash: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const { ring } = await makeSite(database);
  const auditKeys = { ring, auditKey: "an audit key for these tests, long enough" };
  deps = { database, auditKeys, passwords: createPasswordGate() };
  const made = await hashNewPassword(OLD, "");
  if (!made.ok) throw new Error(made.weakness);
  passwordHash = made.hash;
});
afterAll(() => database.close());

async function join(email: string) {
  const id = await insertStaff(database.prisma, { name: email, email, role: "support", passwordHash });
  if (id === null) throw new Error("the e-mail is taken");
  const sessions = [];
  for (let n = 0; n < 3; n += 1) sessions.push(await insertSession(database.prisma, id, ORIGIN));
  const [sessionId = "", ...others] = sessions;
  const scope: Scope = { ...SYSTEM_SCOPE, role: "support", actor: { id, name: email } };
  const change = (current: string, next: string) =>
    changeOwnPassword(scope, deps, { staffId: id, sessionId, email }, { current, next });
  return { id, email, sessionId, others, change };
}
const isAlive = async (id: string) => (await findLiveSession(database.prisma, id)) !== null;

it("changes a password for whoever knows the old one, and ends their other sessions", async () => {
  const { id, email, sessionId, others, change } = await join("ada@example.com");
  expect(await change("a guess", NEW)).toEqual({ ok: false, problem: "wrong_password" });
  expect(await change(OLD, "manchester99")).toEqual({ ok: false, problem: "common" });
  expect(await change(OLD, NEW)).toEqual({ ok: true, ended: 2 });
  const [kept, ...ended] = await Promise.all([sessionId, ...others].map(isAlive));
  expect([kept, ended]).toEqual([true, [false, false]]);
  const stored = await findStaffByEmail(database.prisma, email);
  expect(await checkPassword(NEW, stored?.passwordHash ?? null)).toBe(true);
  expect(stored?.deviceEpoch).toBe(1);
  const page = { after: null, limit: 1 };
  const { rows } = await listAuditEntries(SYSTEM_SCOPE, database.prisma, deps.auditKeys.ring, page);
  expect(rows).toMatchObject([{ action: "staff.password_changed", targetId: id, actorName: email }]);
});

it("signs nobody in whose password was right when they began, and is changed before they are in", async () => {
  const { email, change } = await join("finn@example.com");
  const refusals = createRefusals({ database, keys: deps.auditKeys });
  const signIn = (meanwhile: () => Promise<unknown>) => {
    const check: typeof deps.passwords.check = async (...guess) => {
      const matches = await deps.passwords.check(...guess);
      await meanwhile();
      return matches;
    };
    const signing = { ...deps, database, refusals, passwords: { ...deps.passwords, check } };
    return signInWithPassword(signing, { email, password: OLD, device: null, ...ORIGIN });
  };
  expect(await signIn(async () => undefined)).toMatchObject({ ok: true });
  expect(await signIn(() => change(OLD, NEW))).toEqual({ ok: false, problem: "wrong_credentials" });
});

it("lets nobody at an unlocked screen guess the password, however fast, nor change it twice at once", async () => {
  const { change } = await join("ben@example.com");
  const both = await Promise.all([change(OLD, NEW), change(OLD, "nine odd lamps glow")]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const guesses = await Promise.all(Array.from({ length: 14 }, (_, n) => change(`guess ${n}`, NEW)));
  const problems = guesses.map((guess) => (guess.ok ? "changed" : guess.problem));
  expect(problems.filter((problem) => problem === "too_many").length).toBeGreaterThanOrEqual(4);
  expect(problems.filter((problem) => problem === "wrong_password").length).toBeLessThanOrEqual(10);
});

it("ends sessions one by one, and nobody else's", async () => {
  const [ada, ben] = [await join("cleo@example.com"), await join("dora@example.com")];
  const [first = "", second = ""] = ada.others;
  expect(await listSessions(database.prisma, ada.id)).toHaveLength(3);
  expect(await endSession(database.prisma, ada.id, ben.sessionId)).toBe(false);
  expect(await isAlive(ben.sessionId)).toBe(true);
  expect(await endSession(database.prisma, ada.id, first)).toBe(true);
  expect(await endSession(database.prisma, ada.id, first)).toBe(false);
  expect(await endOtherSessions(database.prisma, ada.id, ada.sessionId)).toBe(1);
  expect(await Promise.all([ada.sessionId, second].map(isAlive))).toEqual([true, false]);
  expect(await listSessions(database.prisma, ben.id)).toHaveLength(3);
});

it("ends the live stream of whoever lost access, and reopens it for another role, within 15 seconds", async () => {
  const hydrate = async () => new Map();
  const hub = createHub({ database, listenUrl: database.url, hydrate });
  vi.useFakeTimers();
  try {
    for (const [allowed, last] of [
      [false, "event: bye\ndata: {}\n\n"],
      ["changed", "beat"],
    ] as const) {
      const stop = new AbortController();
      const source = { hub, scope: SYSTEM_SCOPE, after: null, signal: stop.signal };
      const stream = openLiveStream({ ...source, stillAllowed: async () => allowed });
      const reading = new Response(stream).text();
      await vi.advanceTimersByTimeAsync(15_000);
      expect(await reading).toContain(last);
    }
  } finally {
    vi.useRealTimers();
    await hub.close();
  }
});
