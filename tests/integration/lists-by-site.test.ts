import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { listTransactions } from "@/lib/cards/listing/list-store";
import { transactionRowSchema } from "@/lib/cards/transactions/transaction-row-schema";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { listLinkedUsers } from "@/lib/links/listing/list-users-store";
import { STANDINGS } from "@/lib/links/standing/standing";
import { listDeliveries } from "@/lib/webhooks/read/deliveries-store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";

const ROWS = 20_000;
const FIRST = { after: null, limit: 50 };
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let mine: string;
let others: string;
const staff = (sites: readonly string[]): Scope => ({ ...SYSTEM_SCOPE, role: "support", sites });

beforeAll(async () => {
  database = await createTestDatabase();
  mine = (await makeSite(database)).siteId;
  others = (await makeSite(database)).siteId;
  for (const siteId of [mine, others]) await fill(siteId);
  await database.prisma.$executeRaw`ANALYZE`;
});
afterAll(() => database.close());

async function fill(siteId: string): Promise<void> {
  const [account, card] = [newId(), newId()];
  const { prisma } = database;
  await prisma.cardAccount.create({ data: { id: account, siteId, accId: "1", createdAt: new Date() } });
  const owned = { accountId: account, accId: "1", cardRef: "2", createdAt: new Date() };
  await prisma.card.create({ data: { id: card, siteId, ...owned } });
  await prisma.$executeRaw`
    INSERT INTO card_transactions (id, site_id, card_id, txid, amount, status, type, bank_date, merchant,
      fold_timestamp, fold_created_at, fold_digest, first_seen_at, updated_at)
    SELECT gen_random_uuid(), ${siteId}::uuid, ${card}::uuid, n::text, 1, 'S', 'D', now() - n * interval '1 minute', 'm',
      n, now(), '', now(), now()
    FROM generate_series(1, ${ROWS}::int) AS n`;
  await prisma.$executeRaw`
    INSERT INTO linked_users (id, site_id, name, state_since, created_at)
    SELECT gen_random_uuid(), ${siteId}::uuid, n::text, now(), now() - n * interval '1 minute'
    FROM generate_series(1, ${ROWS}::int) AS n`;
  await prisma.$executeRaw`
    INSERT INTO deliveries (id, site_id, received_at, verdict, answer_status, body_size, address_leg,
      hash_leg, pair_leg, processing)
    SELECT gen_random_uuid(), ${siteId}::uuid, now() - n * interval '1 minute', 'accepted', 200, 1, 'match', 'match',
      'fresh', 'done'
    FROM generate_series(1, ${ROWS}::int) AS n`;
}

/** Runs a list, and says how Postgres reads its rows. */
async function planOf(list: (db: Db) => Promise<{ rows: readonly unknown[] }>): Promise<string> {
  const statements: Prisma.Sql[] = [];
  const seen = database.prisma.$extends({
    query: {
      $queryRaw: ({ args, query }) => {
        statements.push(args);
        return query(args);
      },
    },
  });
  const { rows } = await list(seen as unknown as Db);
  expect(rows).toHaveLength(FIRST.limit);
  const [statement] = statements;
  if (statement === undefined) throw new Error("nothing was asked");
  const plan = await database.prisma.$queryRaw<{ "QUERY PLAN": string }[]>(Prisma.sql`EXPLAIN ${statement}`);
  return plan.map((line) => line["QUERY PLAN"]).join("\n");
}

const text = z.string();
const userShape = z.strictObject({
  ...{
    id: z.uuid(),
    siteId: z.uuid(),
    name: text,
    email: text.nullable(),
    externalReference: text.nullable(),
  },
  ...{
    state: z.enum(["invited", "connecting", "active", "revoked"]),
    stateSince: z.date(),
    standing: z.enum(STANDINGS),
    standingSince: z.date().nullable(),
    unopened: z.boolean(),
    unconfirmedAt: z.date().nullable(),
    createdAt: z.date(),
    language: text.nullable(),
  },
  ...{
    linkedAt: z.date().nullable(),
    cards: z.int(),
    lastTransactionAt: z.date().nullable(),
    count30: z.int(),
  },
  ...{ isMore30: z.boolean(), tags: z.array(text), mailsStoppedAt: z.date().nullable() },
  volume30: text.regex(/^\d+(\.\d+)?$/),
});
const deliveryShape = z.strictObject({
  ...{
    id: z.uuid(),
    siteId: z.uuid(),
    receivedAt: z.date(),
    eventName: text.nullable(),
    reference: text.nullable(),
  },
  ...{
    verdict: z.enum(["accepted", "held", "quarantined"]),
    verdictReason: text.nullable(),
    answerStatus: z.int(),
  },
  ...{
    addressLeg: text,
    hashLeg: text,
    hashRendering: text.nullable(),
    pairLeg: text,
    ageSeconds: z.int().nullable(),
  },
  ...{
    currentTry: z.int().nullable(),
    maxTries: z.int().nullable(),
    encoding: text.nullable(),
    bodySize: z.int(),
  },
  ...{ sourceAddress: text.nullable(), processing: z.enum(["pending", "done", "parked", "none", "waiting"]) },
  ...{
    waitsUntil: z.date().nullable(),
    error: text.nullable(),
    duplicateCount: z.int(),
    replayOfId: text.nullable(),
  },
  ...{ lastDuplicateAt: z.date().nullable(), processedAt: z.date().nullable(), decision: text.nullable() },
  ...{
    decisionReason: text.nullable(),
    decidedAt: z.date().nullable(),
    userId: text.nullable(),
    userName: text.nullable(),
  },
});

const LISTS = [
  [
    "card_transactions",
    "bank_date",
    (scope: Scope) => (db: Db) => listTransactions(scope, db, {}, FIRST),
    z.strictObject(transactionRowSchema.shape),
  ],
  [
    "linked_users",
    "created_at",
    (scope: Scope) => (db: Db) => listLinkedUsers(scope, db, {}, FIRST),
    userShape,
  ],
  [
    "deliveries",
    "received_at",
    (scope: Scope) => (db: Db) => listDeliveries(scope, db, {}, FIRST),
    deliveryShape,
  ],
] as const;

it.each(LISTS)("reads %s of one site, and of several, by the index of the site", async (table, at, list) => {
  // Masks leave the order of rows to the same index.
  for (const sites of [[mine], [mine, others]])
    for (const role of ["support", "viewer", "auditor"] as const) {
      const plan = await planOf(list({ ...staff(sites), role }));
      expect(plan, role).toContain(`${table}_site_id_${at}_id_idx`);
      expect(plan, role).not.toContain(`Seq Scan on ${table}`);
    }
});

it.each(LISTS)("gives rows of %s in the shape that it says", async (_table, _at, list, shape) => {
  const { rows } = await list(staff([mine]))(database.prisma);
  for (const row of rows) shape.parse(row);
});

it("shows transactions of the scope's sites alone, the newest of all of them first", async () => {
  const list = (sites: readonly string[]) => listTransactions(staff(sites), database.prisma, {}, FIRST);
  const [one, both, none] = await Promise.all([list([mine]), list([mine, others]), list([])]);
  expect(one.rows.map(({ txid }) => Number(txid))).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
  expect(both.rows.map(({ txid }) => Number(txid))).toEqual(
    Array.from({ length: 50 }, (_, n) => Math.floor(n / 2) + 1),
  );
  expect(none.rows).toEqual([]);
});
