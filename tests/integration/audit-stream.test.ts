import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { currentHead, writeHead } from "@/lib/audit/head";
import { recordAudit } from "@/lib/audit/record";
import { removeOldestEntries } from "@/lib/audit/remove";
import { createAuditStream } from "@/lib/audit/stream";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { createTestDatabase } from "../support/database";

const lineSchema = z.strictObject({
  audit: z.number(),
  at: z.iso.datetime(),
  siteId: z.null(),
  actorId: z.null(),
  actorName: z.string(),
  action: z.string(),
  targetType: z.string().nullable(),
  targetId: z.string().nullable(),
  outcome: z.string(),
  head: z.string(),
});
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "anytime-audit-"));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const ring = parseKeyRing(`t1:${randomBytes(32).toString("base64")}`);
if (!ring.ok) throw new Error(ring.problem);
const keys = { ring: ring.ring, auditKey: "a key of the chain" };
const record = (targetId: string) =>
  database.prisma.$transaction((tx) =>
    recordAudit(SYSTEM_SCOPE, tx, keys, {
      ...{ action: "delivery.released", outcome: "done", targetType: "delivery", targetId },
      details: { reason: "a secret reason" },
    }),
  );
const readLines = async (file: string) =>
  (await readFile(file, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => lineSchema.parse(JSON.parse(line)));

it("writes each entry once and in order, from several processes, and goes on where it was", async () => {
  const file = path.join(folder, "audit.jsonl");
  for (let n = 1; n <= 3; n += 1) await record(`d${n}`);
  const streams = [createAuditStream(database, file), createAuditStream(database, file)];
  for (const stream of streams) stream.start();
  await expect.poll(() => readLines(file).catch(() => [])).toHaveLength(3);
  await record("d4");
  // Stopping writes what is left.
  for (const stream of streams) await stream.stop();
  const lines = await readLines(file);
  expect(lines.map(({ audit, targetId }) => `${audit} ${targetId}`)).toEqual([
    "1 d1",
    "2 d2",
    "3 d3",
    "4 d4",
  ]);
  const head = await currentHead(SYSTEM_SCOPE, database.prisma);
  expect(lines.at(-1)?.head).toBe(head === null ? "" : writeHead(head));
  expect(await readFile(file, "utf8")).not.toContain("secret");
  expect((await stat(file)).mode & 0o007).toBe(0);
});

it("keeps what cannot be written for later", async () => {
  await record("d5");
  const gone = createAuditStream(database, path.join(folder, "no-such-folder", "audit.jsonl"));
  gone.start();
  await gone.stop();
  const file = path.join(folder, "later.jsonl");
  const later = createAuditStream(database, file);
  later.start();
  await expect.poll(() => readLines(file).catch(() => [])).toHaveLength(1);
  await later.stop();
});

it("has written what is removed by its age, and waits for what it has not", async () => {
  const before = new Date(Date.now() + 60_000);
  const remove = (isStreamed: boolean) =>
    removeOldestEntries(SYSTEM_SCOPE, database, keys, { before, isStreamed });
  await record("d6");
  await record("d7");
  // Five were written by the tests above; their removal is an entry of its own, the eighth.
  expect(await remove(true)).toEqual({ ok: true, removed: 5 });
  expect(await remove(true)).toEqual({ ok: true, removed: 0 });
  const file = path.join(folder, "after-removal.jsonl");
  const stream = createAuditStream(database, file);
  stream.start();
  await expect.poll(() => readLines(file).catch(() => [])).toHaveLength(3);
  await stream.stop();
  expect((await readLines(file)).map(({ audit }) => audit)).toEqual([6, 7, 8]);
  expect(await remove(true)).toEqual({ ok: true, removed: 2 });

  // A stream that was switched off holds nothing back.
  await record("d8");
  expect(await remove(false)).toEqual({ ok: true, removed: 2 });
});
