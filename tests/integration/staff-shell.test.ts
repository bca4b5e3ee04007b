import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { listAuditEntries } from "@/lib/audit/audit-store";
import { findBrokenEntry } from "@/lib/audit/verify";
import { type KeyRing, parseKeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { readDevice } from "@/lib/staff/sign-in/device";
import { findStaffByEmail } from "@/lib/staff/store";
import { createTestDatabase } from "../support/database";

const EMAIL = "ada@example.com";
const keys = {
  AUDIT_KEY: randomBytes(32).toString("base64"),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
};
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let ring: KeyRing;

beforeAll(async () => {
  database = await createTestDatabase();
  const parsed = parseKeyRing(keys.ENCRYPTION_KEYS);
  if (!parsed.ok) throw new Error(parsed.problem);
  ring = parsed.ring;
});
afterAll(() => database.close());

/** `npm run staff -- …`, with a password on its standard input. */
async function staff(
  args: string[],
  env: Record<string, string> = keys,
  password = "a long enough password",
) {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/staff.ts", ...args], {
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH ?? "",
      DATABASE_URL: database.url,
      DATA_DIR: "/nonexistent",
      APP_URL: "https://dashboard.example.com",
      ...env,
    },
  });
  child.stdin.end(`${password}\n`);
  const [said, complained, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once("exit", resolve)),
  ]);
  return { said: said + complained, code };
}

const audited = async () => {
  const page = { after: null, limit: 20 };
  const { rows } = await listAuditEntries(SYSTEM_SCOPE, database.prisma, ring, page);
  return rows.map(({ action, actorName, outcome }) => ({
    action,
    outcome,
    shell: actorName.startsWith("shell ("),
  }));
};

it("audits what is done from the shell, and lets a disabled person in again", {
  timeout: 180_000,
}, async () => {
  expect(await staff(["add", EMAIL, "--role", "owner"])).toMatchObject({ code: 0 });
  expect(await staff(["disable", EMAIL])).toMatchObject({ code: 0 });
  expect((await findStaffByEmail(database.prisma, EMAIL))?.disabledAt).not.toBeNull();
  expect(await staff(["enable", EMAIL])).toMatchObject({ code: 0 });
  expect((await findStaffByEmail(database.prisma, EMAIL))?.disabledAt).toBeNull();
  const unlocked = await staff(["unlock", EMAIL]);
  expect(unlocked.code).toBe(0);
  const link = /https:\/\/dashboard\.example\.com\/sign-in#device=(\S+)/.exec(unlocked.said)?.[1] ?? "";
  const known = await findStaffByEmail(database.prisma, EMAIL);
  expect(readDevice(ring, "link", link)).toMatchObject({ staffId: known?.id, epoch: known?.deviceEpoch });

  const done = (action: string) => ({ action, outcome: "done", shell: true });
  expect(await audited()).toEqual(["staff.unlock", "staff.enable", "staff.disable", "staff.add"].map(done));
  const audit = { ring, auditKey: keys.AUDIT_KEY };
  expect(await findBrokenEntry(SYSTEM_SCOPE, database.prisma, audit, 100)).toBeNull();
});

it("takes no password that the start would refuse, neither for a new person nor in place of another", {
  timeout: 180_000,
}, async () => {
  const before = await findStaffByEmail(database.prisma, EMAIL);
  const refused = await Promise.all([
    staff(["reset-password", EMAIL], keys, " ".repeat(12)),
    staff(["add", "eve@example.com"], keys, "Password-2026!"),
  ]);
  expect(refused).toEqual([
    {
      code: 2,
      said: "The password must have at least 12 characters besides spaces around it: give another.\n",
    },
    { code: 2, said: "The password is easily guessed: give another.\n" },
  ]);
  expect(await findStaffByEmail(database.prisma, "eve@example.com")).toBeNull();
  expect(await findStaffByEmail(database.prisma, EMAIL)).toEqual(before);
});

it("refuses keys that are not the server's, since their entries would break the chain", {
  timeout: 180_000,
}, async () => {
  const before = await audited();
  const other = { ...keys, AUDIT_KEY: randomBytes(32).toString("base64") };
  const [wrong, none] = await Promise.all([staff(["disable", EMAIL], other), staff(["disable", EMAIL], {})]);
  expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining("AUDIT_KEY is not the one") });
  expect(none).toMatchObject({
    code: 1,
    said: expect.stringContaining("AUDIT_KEY and ENCRYPTION_KEYS are missing"),
  });
  expect(await audited()).toEqual(before);
  expect((await findStaffByEmail(database.prisma, EMAIL))?.disabledAt).toBeNull();
});
