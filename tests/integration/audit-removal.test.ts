import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { chainMac, proveAnchor } from "@/lib/audit/chain";
import { verifyTrail } from "@/lib/audit/head";
import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { readDay } from "@/scripts/support/remove-audit";
import { createTestDatabase } from "../support/database";

// `npm run audit -- remove`, on a trail of which more is old than one transaction removes.
const OLD = 5_003;
const KEYS = `k1:${randomBytes(32).toString("base64")}`;
const AUDIT_KEY = randomBytes(32).toString("base64");
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let keys: AuditKeys;

beforeAll(async () => {
  database = await createTestDatabase();
  const parsed = parseKeyRing(KEYS);
  if (!parsed.ok) throw new Error(parsed.problem);
  keys = { ring: parsed.ring, auditKey: AUDIT_KEY };
  const old = writeOld();
  await database.prisma.auditEntry.createMany({ data: old });
  const end = { seq: BigInt(OLD), mac: old.at(-1)?.mac ?? Buffer.alloc(0) };
  const proof = proveAnchor(AUDIT_KEY, "newest", end);
  await database.prisma.auditAnchor.create({ data: { name: "newest", ...end, proof } });
  await record();
  await record();
});
afterAll(() => database.close());

const record = () =>
  database.prisma.$transaction((tx) =>
    recordAudit(SYSTEM_SCOPE, tx, keys, { action: "staff.sign_in", outcome: "done" }),
  );

function writeOld() {
  let previous: Uint8Array | undefined;
  return Array.from({ length: OLD }, (_, index) => {
    const entry = {
      ...{ seq: BigInt(index + 1), at: new Date(Date.UTC(2020, 0, 1, 0, 0, index)), actorName: "System" },
      ...{ siteId: null, actorId: null, action: "staff.sign_in", targetType: null, targetId: null },
      ...{ outcome: "done", subjectId: null, detailsDigest: null },
    };
    const mac = chainMac(AUDIT_KEY, previous, entry);
    previous = mac;
    return { ...entry, mac };
  });
}

function run(args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env.PATH, DATABASE_URL: database.url, ENCRYPTION_KEYS: KEYS, AUDIT_KEY };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "scripts/audit.ts", ...args],
    {
      env: { NODE_ENV: "production", ...env, ...settings },
      encoding: "utf8",
    },
  );
  return { status, said: stdout + stderr };
}
const count = () => database.prisma.auditEntry.count();

it("removes nothing without a day that has come", async () => {
  for (const day of ["", "yesterday", "2021-02-30", "2021-2-3", "2999-01-01"])
    expect(readDay(day), day).toBeNull();
  expect(readDay("2021-01-31")).toEqual(new Date("2021-01-31T00:00:00Z"));
  expect(run(["remove"])).toEqual({ status: 2, said: expect.stringContaining("a day that has come") });
  expect(await count()).toBe(OLD + 2);
});

it("keeps what AUDIT_STREAM has not written yet", async () => {
  const { status, said } = run(["remove", "--before", "2021-01-01"], { AUDIT_STREAM: "stdout" });
  expect({ status, said }).toEqual({ status: 0, said: expect.stringMatching(/^Removed 0 entries\./) });
  expect(await count()).toBe(OLD + 2);
});

it("removes what is from before the day, piece by piece, and the rest still fits", async () => {
  const { status, said } = run(["remove", "--before", "2021-01-01"]);
  expect({ status, said }).toEqual({
    status: 0,
    said: `Removed ${OLD} entries. The newest one always stays.\n`,
  });
  const left = await database.prisma.auditEntry.findMany({ orderBy: { seq: "asc" } });
  const pieces = ["audit.removed", "audit.removed"];
  expect(left.map(({ action }) => action)).toEqual(["staff.sign_in", "staff.sign_in", ...pieces]);
  expect(await verifyTrail(SYSTEM_SCOPE, database.prisma, keys, null)).toMatchObject({ fits: "ok" });
});

it("removes nothing from a trail that somebody changed", async () => {
  await database.pool.query(
    "SET session_replication_role = replica; UPDATE audit_entries SET actor_name = 'nobody', at = '2020-02-01' WHERE seq = 5004; RESET session_replication_role",
  );
  const { status, said } = run(["remove", "--before", "2021-01-01"]);
  expect({ status, said }).toEqual({
    status: 1,
    said: expect.stringContaining("The chain breaks at entry 5004"),
  });
  expect(await count()).toBe(4);
});
