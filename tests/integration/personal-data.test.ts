import { afterAll, beforeAll, expect, it } from "vitest";
import { createMerchantNaming } from "@/lib/cards/merchants/rename-merchants";
import { listTransactions } from "@/lib/cards/transactions/list-store";
import { readTransactionTotals } from "@/lib/cards/transactions/totals-store";
import { LINKED_USER_COLUMNS, MASK } from "@/lib/db/access/personal-data";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { fillUserWords } from "@/lib/links/finding/fill-words";
import { findUsers } from "@/lib/links/finding/find-users-store";
import { listLinkedUsers } from "@/lib/links/users/list-users-store";
import { readLinkedUser } from "@/lib/links/users/users-store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/factories";

const scopeOf = (role: Scope["role"]): Scope => ({
  sites: "all",
  beyondSites: true,
  role,
  actor: { id: null, name: "" },
});
const VIEWER = scopeOf("viewer");
/** A role without personal_data:read; none of staff is without it today. */
const BLIND = scopeOf("end_user");
const ALL = { after: null, limit: 10 };
const [USER, TRANSACTION] = [newId(), newId()];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let siteId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ({ siteId } = await makeSite(database));
  const { prisma } = database;
  const [createdAt, accountId, cardId] = [new Date(), newId(), newId()];
  const person = { name: "Ada Lovelace", email: "ada@example.com", externalReference: "crm-1" };
  await prisma.linkedUser.create({ data: { id: USER, siteId, ...person, stateSince: createdAt, createdAt } });
  await fillUserWords(database);
  await prisma.cardAccount.create({
    data: { id: accountId, siteId, accId: "A1", linkedUserId: USER, createdAt },
  });
  await prisma.card.create({
    data: { id: cardId, siteId, accountId, accId: "A1", cardRef: "C1", linkedUserId: USER, createdAt },
  });
  await prisma.cardTransaction.create({
    data: {
      ...{
        id: TRANSACTION,
        siteId,
        cardId,
        txid: "tx-1",
        amount: "1",
        currency: "EUR",
        status: "S",
        type: "D",
      },
      ...{ bankDate: createdAt, merchant: "FNAC", foldTimestamp: "1", foldCreatedAt: createdAt },
      ...{ foldDigest: Buffer.alloc(32), firstSeenAt: createdAt, updatedAt: createdAt },
    },
  });
  await createMerchantNaming(SYSTEM_SCOPE, database).run();
});
afterAll(() => database.close());

it("knows of each column of linked users whether it is personal", async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    "SELECT column_name AS name FROM information_schema.columns WHERE table_name = 'linked_users'",
  );
  expect(rows.map(({ name }) => name).sort()).toEqual(Object.keys(LINKED_USER_COLUMNS).sort());
});

it("shows users without their personal data, and finds nobody by them", async () => {
  const { prisma } = database;
  expect(await readLinkedUser(VIEWER, prisma, USER)).toMatchObject({ name: "Ada Lovelace" });
  expect(await readLinkedUser(BLIND, prisma, USER)).toMatchObject({
    ...{ id: USER, name: MASK, email: null, externalReference: null, state: "invited" },
  });
  for (const q of ["Ada", "ada@example", "crm-1"]) {
    expect((await listLinkedUsers(VIEWER, prisma, { q }, ALL)).rows, q).toHaveLength(1);
    expect((await listLinkedUsers(BLIND, prisma, { q }, ALL)).rows, q).toEqual([]);
    expect(await findUsers(VIEWER, prisma, q, 5), q).toHaveLength(1);
    expect(await findUsers(BLIND, prisma, q, 5), q).toEqual([]);
  }
});

it("shows transactions without their user's name, and finds none by it", async () => {
  const { prisma } = database;
  const names = async (scope: Scope, q?: string) => {
    const { rows } = await listTransactions(scope, prisma, q === undefined ? {} : { q }, ALL);
    return rows.map(({ userName }) => userName);
  };
  expect(await names(VIEWER, "lovelace")).toEqual(["Ada Lovelace"]);
  expect(await names(BLIND)).toEqual([MASK]);
  expect(await names(BLIND, "lovelace")).toEqual([]);
  expect(await names(BLIND, "fnac")).toEqual([MASK]);
  const totals = await readTransactionTotals(BLIND, prisma, { q: "lovelace" });
  expect(totals.settled.count).toBe(0);
});
