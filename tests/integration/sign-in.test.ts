import { afterAll, beforeAll, expect, it } from "vitest";
import type { AuditKeys } from "@/lib/audit/record";
import { hashPassword } from "@/lib/staff/password";
import { signInWithPassword } from "@/lib/staff/sign-in";
import { insertStaff } from "@/lib/staff/store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/factories";

let keys: AuditKeys;
let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeAll(async () => {
  database = await createTestDatabase();
  const { ring } = await makeSite(database);
  keys = { ring, auditKey: "an audit key for these tests, long enough" };
  const passwordHash = await hashPassword("the right password");
  const person = { name: "Ada", email: "ada@example.com", role: "owner", passwordHash } as const;
  await insertStaff(database.prisma, person);
});
afterAll(() => database.close());

const attempt = (password: string, address: string) =>
  signInWithPassword(database, keys, { email: "ada@example.com", password, address, userAgent: null });

it("counts failures, not the sign-ins of somebody who knows their password", async () => {
  for (let n = 0; n < 12; n++) {
    expect(await attempt("the right password", "192.0.2.1")).toMatchObject({ ok: true });
  }
});

it("stops guessing after ten failures from one address, also side by side, and elsewhere lets the owner in", async () => {
  const guesses = await Promise.all(
    Array.from({ length: 14 }, (_, n) => attempt(`guess ${n}`, "192.0.2.66")),
  );
  const problems = guesses.map((guess) => (guess.ok ? "in" : guess.problem));
  expect(problems.filter((problem) => problem === "wrong_credentials")).toHaveLength(10);
  expect(problems.filter((problem) => problem === "rate_limited")).toHaveLength(4);
  expect(await attempt("the right password", "192.0.2.66")).toMatchObject({ problem: "rate_limited" });
  expect(await attempt("the right password", "192.0.2.1")).toMatchObject({ ok: true });
});
