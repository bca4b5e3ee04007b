import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { recordAudit } from "@/lib/audit/record";
import { startProblems } from "@/lib/boot-checks";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { explainUnreachable } from "@/lib/db/connect/unreachable";
import { applyMigrations } from "@/lib/db/migrate/migrate";
import { parseEnv } from "@/lib/env";
import { findFirstSite } from "@/lib/sites/finding/site-store";
import { createSite } from "@/lib/sites/life/create-site";
import { countStaff } from "@/lib/staff/store";
import { createTestDatabase } from "../support/database";

const key = (kid: string) => `${kid}:${randomBytes(32).toString("base64")}`;
const K1 = key("k1");
const GOOD = {
  DATABASE_URL: "postgres://somebody:something@127.0.0.1:5432/anytime",
  APP_URL: "http://localhost:3999",
  NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
  ENCRYPTION_KEYS: K1,
  AUDIT_KEY: randomBytes(32).toString("base64"),
  ANYTIME_PARTNER_ID: randomBytes(32).toString("hex"),
  ANYTIME_PARTNER_REF: randomBytes(32).toString("hex"),
  ANYTIME_WEBHOOK_KEY: randomBytes(24).toString("hex"),
};
let database: Awaited<ReturnType<typeof createTestDatabase>>;

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

/** What a start with these settings would be stopped by. */
async function problemsOf(changed: Record<string, string> = {}): Promise<string[]> {
  const env = parseEnv({ ...GOOD, ...changed });
  const auditKeys = { ring: env.ENCRYPTION_KEYS, auditKey: env.AUDIT_KEY };
  const [site, staff] = await Promise.all([
    findFirstSite(SYSTEM_SCOPE, database.prisma),
    countStaff(database.prisma),
  ]);
  return startProblems({ env, database, auditKeys }, site, staff);
}

async function makeSite(): Promise<void> {
  await createSite(database.prisma, parseEnv(GOOD).ENCRYPTION_KEYS, {
    name: "Kiosque",
    domain: "localhost",
    partnerId: GOOD.ANYTIME_PARTNER_ID,
    partnerRef: GOOD.ANYTIME_PARTNER_REF,
    webhookKey: GOOD.ANYTIME_WEBHOOK_KEY,
    allowedIps: ["185.8.76.132"],
    language: "en",
  });
}

it("names all that keeps the first site and the first owner from being made, at once", async () => {
  const problems = await problemsOf({
    ANYTIME_PARTNER_ID: "123",
    ANYTIME_WEBHOOK_KEY: "a".repeat(30),
    ANYTIME_ALLOWED_IPS: "bank.example, nowhere",
    ADMIN_EMAIL: "lea@kiosque.example",
    ADMIN_PASSWORD: " ".repeat(12),
  });
  const named = [
    "ANYTIME_PARTNER_ID must be",
    "ANYTIME_WEBHOOK_KEY is too regular",
    "ANYTIME_ALLOWED_IPS must be",
    "ADMIN_PASSWORD must have",
  ];
  expect(problems.map((problem) => named.find((start) => problem.startsWith(start)))).toEqual(named);
});

it("lets the same values be once they protect nothing", async () => {
  await makeSite();
  expect(
    await problemsOf({
      ANYTIME_WEBHOOK_KEY: "a".repeat(30),
      ANYTIME_ALLOWED_IPS: "nowhere",
      ANYTIME_PARTNER_ID: "",
    }),
  ).toEqual([]);
});

it("stops where a key has other bytes than under its name before, and not where one is new or missing", async () => {
  await makeSite();
  expect(await problemsOf()).toEqual([]);
  expect(await problemsOf({ ENCRYPTION_KEYS: `${key("k2")},${K1}` })).toEqual([]);
  expect(await problemsOf({ ENCRYPTION_KEYS: key("k3") })).toEqual([]); // k1 may be on its way here
  const other = { ENCRYPTION_KEYS: `${K1},${key("k2")}`, AUDIT_KEY: randomBytes(32).toString("base64") };
  expect(await problemsOf(other)).toEqual([
    expect.stringMatching(/^AUDIT_KEY is not the one .* give it that value again\.$/),
    expect.stringMatching(/^ENCRYPTION_KEYS has other bytes under k2 .*k2 its own again\./),
  ]);
  expect(await problemsOf()).toEqual([]);
});

it("knows wrong keys by what was written before check values were kept", async () => {
  await makeSite();
  const { ENCRYPTION_KEYS: ring, AUDIT_KEY: auditKey } = parseEnv(GOOD);
  const record = { action: "test", outcome: "done" } as const;
  for (let n = 0; n < 2; n++)
    await database.prisma.$transaction((tx) => recordAudit(SYSTEM_SCOPE, tx, { ring, auditKey }, record));
  const wrong = { ENCRYPTION_KEYS: key("k1"), AUDIT_KEY: randomBytes(32).toString("base64") };
  expect(await problemsOf(wrong)).toHaveLength(2);
  expect(await problemsOf()).toEqual([]);
});

it.each(["sslmode=require", "sslmode=no-verify"])("says that a server has no TLS for %s", async (query) => {
  const fault: unknown = await applyMigrations(`${database.url}?${query}`).catch((error: unknown) => error);
  expect(explainUnreachable(fault)).toContain("Its server does not use TLS");
});
