import { afterAll, beforeAll, expect, it } from "vitest";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { columnOf } from "@/lib/db/column-lists";
import { API_TOKENS, CARD_TRANSACTIONS, DELIVERIES, REPLAYED, TRANSACTION_VERSIONS } from "@/lib/db/columns";
import type { Prisma } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { makeComingMonths } from "@/lib/webhooks/receive/bodies-store";
import { insertReplays } from "@/lib/webhooks/review/decide-store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** What Postgres calls these types. */
const TYPES: Readonly<Record<string, string>> = { int: "int4", timestamptz: "timestamptz", boolean: "bool" };

it.each([
  ["deliveries", DELIVERIES],
  ["card_transactions", CARD_TRANSACTIONS],
  ["transaction_versions", TRANSACTION_VERSIONS],
  ["api_tokens", API_TOKENS],
])("describes %s as the database has it", async (table, columns) => {
  const found = await database.prisma.$queryRaw<{ name: string; type: string }[]>`
    SELECT column_name::text AS name, udt_name::text AS type FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = ${table}`;
  const described = Object.entries(columns).map(([field, type]) => ({
    name: columnOf(field),
    type: TYPES[type] ?? type,
  }));
  const byName = (left: { name: string }, right: { name: string }) => (left.name < right.name ? -1 : 1);
  expect(described.sort(byName)).toEqual(found.sort(byName));
});

it("copies or begins anew every column of a delivery that is replayed", async () => {
  const site = await makeSite(database);
  const [at, bytes] = [new Date("2026-01-02T03:04:05Z"), Buffer.alloc(32, 7)];
  const id = newId();
  // Nothing here is what a column begins with.
  const old: Prisma.DeliveryUncheckedCreateInput = {
    ...{ id, siteId: site.siteId, receivedAt: at, digest: bytes, pairDigest: bytes, verdict: "held" },
    ...{ verdictReason: "stale", answerStatus: 202, eventName: "token_created", reference: "r" },
    ...{ bankTimestamp: "1.50", bankCreatedAt: at, currentTry: 2, maxTries: 3, contentType: "text/plain" },
    ...{
      encoding: "form",
      bodyId: id,
      bodySize: 5,
      sourceAddress: "192.0.2.1",
      peerAddress: "192.0.2.2",
    },
    ...{ forwardedFor: "192.0.2.3", userAgent: "bank", addressLeg: "match", hashLeg: "match" },
    ...{ hashRendering: "plain", pairLeg: "fresh", revokes: bytes, ageSeconds: 9, processing: "parked" },
    ...{
      attempts: 4,
      nextAttemptAt: at,
      processedAt: at,
      error: "broken",
      duplicateCount: 6,
      lastDuplicateAt: at,
    },
    ...{ refoldAt: at, decision: "discarded", decisionReason: "junk", decidedAt: at, decidedById: newId() },
  };
  await database.prisma.delivery.create({ data: old });
  await makeComingMonths(SYSTEM_SCOPE, database.prisma);
  await database.prisma.deliveryBody.create({ data: { id, sealed: bytes } });
  const replays = await insertReplays(SYSTEM_SCOPE, database.prisma, [id]);
  const rows = await database.prisma.delivery.findMany({
    where: { id: { in: [id, replays.get(id) ?? ""] } },
  });
  const [before, after] = [rows.find((row) => row.id === id), rows.find((row) => row.id !== id)];
  if (before === undefined || after === undefined) throw new Error("no replay was made");
  for (const [field, fate] of Object.entries(REPLAYED)) {
    const [was, is] = [JSON.stringify(Object(before)[field]), JSON.stringify(Object(after)[field])];
    expect(is === was, field).toBe(fate === "copied");
  }
  expect(after).toMatchObject({ verdict: "accepted", processing: "pending", replayOfId: id, decision: null });
});
