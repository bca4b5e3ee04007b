import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { currentHead, readHead, verifyTrail, writeHead } from "@/lib/audit/head";
import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { eraseAuditSubject, removeOldestEntries } from "@/lib/audit/remove";
import { findBrokenEntry } from "@/lib/audit/verify";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { resealTable } from "@/lib/privacy/reseal";
import { readAuditDetails } from "../support/audit";
import { createTestDatabase } from "../support/database";

const [ADA, BOB] = [newId(), newId()];
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let keys: AuditKeys;

function makeRing(kid: string) {
  const parsed = parseKeyRing(`${kid}:${randomBytes(32).toString("base64")}`);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.ring;
}

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  await tamper("TRUNCATE audit_entries, audit_details, audit_subjects, audit_anchors");
  keys = { ring: makeRing("t1"), auditKey: randomBytes(32).toString("base64") };
  for (let n = 1; n <= 6; n += 1) await record(n % 2 === 0 ? ADA : BOB, `tells of ${n}`);
});
afterAll(() => database.close());

const record = (targetId: string, note: string) =>
  database.prisma.$transaction((tx) =>
    recordAudit(SYSTEM_SCOPE, tx, keys, {
      ...{ action: "linked_user.noted", outcome: "done", targetType: "linked_user", targetId },
      details: { note },
    }),
  );
const broken = (most = 1_000) => findBrokenEntry(SYSTEM_SCOPE, database.prisma, keys, most);
/** As somebody who may switch triggers off. */
const tamper = (sql: string) =>
  database.pool.query(`SET session_replication_role = replica; ${sql}; RESET session_replication_role`);
const details = (seq: bigint) => readAuditDetails(database, keys.ring, seq);
const remove = (before: Date, isStreamed = false) =>
  removeOldestEntries(SYSTEM_SCOPE, database, keys, { before, isStreamed });
/** Dates the entries up to one long ago, and chains all anew, as if they had been written then. */
const date = async (upTo: number) => {
  const { chainMac, proveAnchor } = await import("@/lib/audit/chain");
  const rows = await database.prisma.auditEntry.findMany({ orderBy: { seq: "asc" } });
  let previous: Uint8Array | undefined;
  for (const row of rows) {
    const at = row.seq <= upTo ? new Date(Date.UTC(2020, 0, Number(row.seq))) : row.at;
    const mac = chainMac(keys.auditKey, previous, { ...row, at });
    await tamper(
      `UPDATE audit_entries SET at = '${at.toISOString()}', mac = '\\x${mac.toString("hex")}' WHERE seq = ${row.seq}`,
    );
    previous = mac;
  }
  const end = { seq: BigInt(rows.length), mac: Buffer.from(previous ?? []) };
  const data = { ...end, proof: proveAnchor(keys.auditKey, "newest", end) };
  await database.prisma.auditAnchor.update({ where: { name: "newest" }, data });
};
const YEAR_2021 = new Date(Date.UTC(2021, 0));

describe("the chain", () => {
  it("verifies as it was written, read whole or in parts of any size", async () => {
    expect(await broken()).toBeNull();
    for (const most of [1, 3, 5, 6, 7]) expect(await broken(most)).toBeNull();
    expect(JSON.parse(await details(2n))).toEqual({ note: "tells of 2" });
  });

  it.each([
    ["an entry is changed", "UPDATE audit_entries SET actor_name = 'nobody' WHERE seq = 3", 3n],
    ["it is about somebody else", "UPDATE audit_entries SET subject_id = NULL WHERE seq = 3", 3n],
    ["a digest is taken away", "UPDATE audit_entries SET details_digest = NULL WHERE seq = 3", 3n],
    [
      "details are changed",
      "UPDATE audit_details SET sealed = set_byte(sealed, 40, 1 # get_byte(sealed, 40)) WHERE seq = 3",
      3n,
    ],
    [
      "details are those of another",
      "UPDATE audit_details SET sealed = (SELECT sealed FROM audit_details WHERE seq = 5) WHERE seq = 3",
      3n,
    ],
    ["details are deleted", "DELETE FROM audit_details WHERE seq = 3", 3n],
    [
      "a key is destroyed and nobody said so",
      `UPDATE audit_subjects SET key_sealed = NULL WHERE id = '${BOB}'`,
      1n,
    ],
    [
      "an erasure is made up",
      `UPDATE audit_subjects SET key_sealed = NULL, erased_seq = 6 WHERE id = '${BOB}'`,
      1n,
    ],
    ["an entry in the middle is removed", "DELETE FROM audit_entries WHERE seq = 4", 4n],
    ["the oldest are removed", "DELETE FROM audit_entries WHERE seq <= 2", 1n],
    ["the newest is cut off", "DELETE FROM audit_entries WHERE seq = 6", 6n],
    [
      "the newest are cut off, and the anchor is put back",
      `WITH gone AS (DELETE FROM audit_entries WHERE seq > 4)
      UPDATE audit_anchors SET seq = 4, mac = (SELECT mac FROM audit_entries WHERE seq = 4)`,
      4n,
    ],
    ["all are removed", "DELETE FROM audit_entries", 6n],
    ["the anchor is removed", "DELETE FROM audit_anchors", 6n],
    [
      "an anchor for the oldest is made up",
      `WITH made AS (INSERT INTO audit_anchors
      SELECT 'oldest', seq, mac, mac FROM audit_entries WHERE seq = 2) DELETE FROM audit_entries WHERE seq <= 2`,
      1n,
    ],
  ])("shows where %s", async (_what, sql, seq) => {
    await tamper(sql);
    expect(await broken()).toBe(seq);
  });

  it.each([
    "UPDATE audit_entries SET actor_name = 'nobody' WHERE seq = 3",
    "DELETE FROM audit_entries WHERE seq = 6",
    "DELETE FROM audit_entries",
    "TRUNCATE audit_entries",
  ])("is only added to: %s", async (sql) => {
    await expect(database.pool.query(sql)).rejects.toThrow("the audit trail is insert-only");
    expect(await broken()).toBeNull();
  });

  it("does not hide by going on that the newest were cut off", async () => {
    await tamper(`WITH gone AS (DELETE FROM audit_entries WHERE seq > 4)
      UPDATE audit_anchors SET seq = 4, mac = (SELECT mac FROM audit_entries WHERE seq = 4)`);
    await record(ADA, "after that");
    expect(await broken()).toBe(5n);
    await record(ADA, "and after that");
    expect(await broken()).toBe(6n);
  });

  it("is another's with another key", async () => {
    const other = { ...keys, auditKey: "another" };
    expect(await findBrokenEntry(SYSTEM_SCOPE, database.prisma, other, 1)).not.toBeNull();
  });
});

describe("erasing a subject", () => {
  it("destroys what was written about it, and the chain still fits", async () => {
    await eraseAuditSubject(SYSTEM_SCOPE, database, keys, ADA);
    expect(await broken()).toBeNull();
    await expect(details(2n)).rejects.toThrow();
    expect(JSON.parse(await details(3n))).toEqual({ note: "tells of 3" });
    const erased = await database.prisma.auditSubject.findUniqueOrThrow({ where: { id: ADA } });
    expect(erased).toMatchObject({ keySealed: null, erasedSeq: 7n });
  });

  it("lets later details be written, under another key", async () => {
    await eraseAuditSubject(SYSTEM_SCOPE, database, keys, ADA);
    await record(ADA, "came back");
    expect(JSON.parse(await details(8n))).toEqual({ note: "came back" });
    await expect(details(2n)).rejects.toThrow();
    expect(await broken()).toBeNull();
    await tamper("DELETE FROM audit_details WHERE seq = 8");
    expect(await broken()).toBe(8n);
  });
});

describe("removing the oldest", () => {
  it("leaves an anchor that the rest begins at, and says what it did", async () => {
    await date(3);
    expect(await broken()).toBeNull();
    expect(await remove(YEAR_2021)).toEqual({ ok: true, removed: 3 });
    expect(await database.prisma.auditEntry.findFirst({ orderBy: { seq: "asc" } })).toMatchObject({
      seq: 4n,
    });
    expect(await database.prisma.auditDetails.count({ where: { seq: { lte: 3 } } })).toBe(0);
    expect(await broken()).toBeNull();
    expect(JSON.parse(await details(7n))).toEqual({ removed: 3, upTo: "3" });
    expect(await remove(YEAR_2021)).toEqual({ ok: true, removed: 0 });
    await record(ADA, "goes on");
    expect(await broken()).toBeNull();
  });

  it("shows where more than that is removed", async () => {
    await date(3);
    await remove(YEAR_2021);
    await tamper("DELETE FROM audit_entries WHERE seq = 4");
    expect(await broken()).toBe(4n);
  });

  it("never removes the newest, nor anything after the first that is to stay", async () => {
    expect(await remove(new Date(Date.now() + 60_000))).toEqual({ ok: true, removed: 5 });
    expect(await broken()).toBeNull();
  });

  it("keeps what does not fit, so that nobody's tampering is made good", async () => {
    await date(3);
    await tamper("UPDATE audit_entries SET actor_name = 'nobody' WHERE seq = 2");
    expect(await remove(YEAR_2021)).toEqual({ ok: false, problem: "broken", seq: 2n });
    expect(await database.prisma.auditEntry.count()).toBe(6);
    expect(await broken()).toBe(2n);
  });
});

it("needs no older key of ENCRYPTION_KEYS once its subjects' keys are sealed anew", async () => {
  const fresh = makeRing("t2");
  const both = { keys: [...fresh.keys, ...keys.ring.keys] } as AuditKeys["ring"];
  const progress = await resealTable(
    ...([SYSTEM_SCOPE, database.prisma, both, "audit_subjects"] as const),
    ...([() => undefined, () => false] as const),
  );
  expect(progress).toMatchObject({ total: 2, done: 2 });
  expect(JSON.parse(await readAuditDetails(database, fresh, 1n))).toEqual({ note: "tells of 1" });
  expect(await findBrokenEntry(SYSTEM_SCOPE, database.prisma, { ...keys, ring: fresh }, 10)).toBeNull();
});

describe("a head that is kept elsewhere", () => {
  const verify = (head: string | null) =>
    verifyTrail(SYSTEM_SCOPE, database.prisma, keys, head === null ? null : readHead(head));
  const keep = async () => {
    const head = await currentHead(SYSTEM_SCOPE, database.prisma);
    return head === null ? "" : writeHead(head);
  };

  it("fits the trail that it is of, and what was written after it", async () => {
    const head = await keep();
    await record(ADA, "later");
    expect(await verify(head)).toMatchObject({ fits: "ok" });
    expect(await verify(null)).toMatchObject({ fits: "ok", head: { seq: 7n } });
  });

  it("shows a trail that somebody with the key wrote anew", async () => {
    const head = await keep();
    await tamper("UPDATE audit_entries SET actor_name = 'nobody' WHERE seq = 3");
    await date(0);
    expect(await broken()).toBeNull();
    expect(await verify(head)).toEqual({ fits: "another", seq: 6n });
  });

  it("shows a trail that was cut to before it", async () => {
    await record(ADA, "gone");
    const head = await keep();
    await tamper("DELETE FROM audit_entries WHERE seq = 7");
    await date(0);
    expect(await verify(head)).toEqual({ fits: "another", seq: 7n });
  });

  it("shows nothing once its entry was removed, and says so", async () => {
    const head = await keep();
    await record(ADA, "stays");
    await date(6);
    await record(ADA, "stays, too");
    expect(await remove(YEAR_2021)).toEqual({ ok: true, removed: 6 });
    expect((await verify(head)).fits).toBe("another");
    expect(await verify(`1.${"0".repeat(64)}`)).toEqual({ fits: "older", seq: 1n, oldest: 6n });
  });

  it("is missed in an empty trail, which without one is whole", async () => {
    const head = await keep();
    await tamper("TRUNCATE audit_entries, audit_details, audit_subjects, audit_anchors");
    expect(await verify(null)).toEqual({ fits: "ok", head: null });
    expect(await verify(head)).toEqual({ fits: "another", seq: 6n });
  });

  it("is read as it is written, and nothing else is", () => {
    expect(readHead("0.00")).toBeNull();
    expect(readHead(`12.${"ab".repeat(32)}\n`)).toEqual({
      seq: 12n,
      mac: Buffer.from("ab".repeat(32), "hex"),
    });
  });
});
