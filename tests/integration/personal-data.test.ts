import { afterAll, beforeAll, expect, it } from "vitest";
import { listUserCards } from "@/lib/cards/attribution/attribution-store";
import { readFilterNames } from "@/lib/cards/filters/filter-names-store";
import { listTransactions } from "@/lib/cards/listing/list-store";
import { createMerchantNaming } from "@/lib/cards/merchants/rename-merchants";
import { readTransactionTotals } from "@/lib/cards/totals/totals-store";
import { MASK, PERSONAL_TABLES } from "@/lib/db/access/personal-data";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { newId } from "@/lib/db/id";
import { fillUserWords } from "@/lib/links/finding/fill-words";
import { findUsers } from "@/lib/links/finding/find-users-store";
import { listLinkedUsers } from "@/lib/links/listing/list-users-store";
import { readLinkedUser } from "@/lib/links/users/users-store";
import { findAnything } from "@/lib/overview/find-anything";
import { readPaymentChecks } from "@/lib/overview/why-no-payments-store";
import { insertView, listViews } from "@/lib/views/views-store";
import { createTestDatabase } from "../support/database";
import { makeSite } from "../support/facts/factories";

const scopeOf = (role: Scope["role"]): Scope => ({
  sites: "all",
  beyondSites: true,
  role,
  actor: { id: null, name: "" },
});
const [SUPPORT, VIEWER, AUDITOR] = [scopeOf("support"), scopeOf("viewer"), scopeOf("auditor")];
const CODE = "ABCD1234";
const SHOWN_CODE = "ABCD-1234";
const ALL = { after: null, limit: 10 };
const [USER, CARD, TRANSACTION] = [newId(), newId(), newId()];

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let siteId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ({ siteId } = await makeSite(database));
  const { prisma } = database;
  const [createdAt, accountId, cardId, sessionId] = [new Date(), newId(), CARD, newId()];
  const person = { name: "Ada Lovelace", email: "ada@example.com", externalReference: "crm-10028" };
  await prisma.linkedUser.create({ data: { id: USER, siteId, ...person, stateSince: createdAt, createdAt } });
  await fillUserWords(database);
  const secrets = { secretHash: Buffer.alloc(32), secretSealed: Buffer.alloc(1) };
  await prisma.connectSession.create({
    data: { id: sessionId, siteId, linkedUserId: USER, ...secrets, createdAt, expiresAt: createdAt },
  });
  await prisma.connectAttempt.create({
    data: { id: newId(), sessionId, supportCode: CODE, language: "en", createdAt },
  });
  await prisma.cardAccount.create({
    data: { id: accountId, siteId, accId: "A-ACC-7456", linkedUserId: USER, createdAt },
  });
  await prisma.card.create({
    data: {
      id: cardId,
      siteId,
      accountId,
      accId: "A-ACC-7456",
      cardRef: "C-REF-9123",
      linkedUserId: USER,
      createdAt,
      holder: "ADA LOVELACE",
    },
  });
  await prisma.cardTransaction.create({
    data: {
      ...{
        id: TRANSACTION,
        siteId,
        cardId,
        txid: "tx-00004242",
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

it("knows of each column of tables with personal data whether it is personal", async () => {
  for (const [table, columns] of Object.entries(PERSONAL_TABLES)) {
    const { rows } = await database.pool.query<{ name: string }>(
      "SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1",
      [table],
    );
    expect(rows.map(({ name }) => name).sort(), table).toEqual(Object.keys(columns).sort());
  }
});

it("shows whole users to support, first names to viewers and support codes to auditors", async () => {
  const { prisma } = database;
  const state = "invited";
  expect(await readLinkedUser(SUPPORT, prisma, USER)).toMatchObject({
    ...{ name: "Ada Lovelace", email: "ada@example.com", externalReference: "crm-10028", state },
  });
  expect(await readLinkedUser(VIEWER, prisma, USER)).toMatchObject({
    ...{ name: "Ada L.", email: null, externalReference: "…0028", state },
  });
  expect(await readLinkedUser(AUDITOR, prisma, USER)).toMatchObject({
    ...{ id: USER, name: SHOWN_CODE, email: null, externalReference: null, state },
  });
  await database.pool.query("UPDATE linked_users SET name = 'ada@example.com'");
  expect(await readLinkedUser(VIEWER, prisma, USER)).toMatchObject({ name: MASK });
  // Files of spreadsheets part words by blanks that do not break.
  for (const name of ["Ada\u00a0Lovelace", "Ada\u202fKing  Lovelace", "Ada, Lovelace", " Ada/Lovelace "]) {
    await database.pool.query("UPDATE linked_users SET name = $1", [name]);
    expect(await readLinkedUser(VIEWER, prisma, USER), name).toMatchObject({ name: "Ada L." });
  }
  await database.pool.query("UPDATE linked_users SET name = 'Ada Lovelace'");
});

it("finds nobody by what may not be seen", async () => {
  const { prisma } = database;
  for (const q of ["Ada", "ada@example", "crm-10028", "C-REF-9123", "A-ACC-7456"]) {
    expect((await listLinkedUsers(SUPPORT, prisma, { q }, ALL)).rows, q).toHaveLength(1);
    expect(await findUsers(SUPPORT, prisma, q, 5), q).toHaveLength(1);
    for (const scope of [VIEWER, AUDITOR]) {
      expect((await listLinkedUsers(scope, prisma, { q }, ALL)).rows, q).toEqual([]);
      expect(await findUsers(scope, prisma, q, 5), q).toEqual([]);
    }
  }
  for (const scope of [SUPPORT, VIEWER, AUDITOR])
    expect(await findUsers(scope, prisma, CODE, 5)).toMatchObject([{ id: USER }]);
});

it("shows the ends of ids with payments and cards, and finds nothing by the whole of them", async () => {
  const { prisma } = database;
  const list = async (scope: Scope, q?: string) =>
    (await listTransactions(scope, prisma, q === undefined ? {} : { q }, ALL)).rows;
  const [clear] = await list(SUPPORT, "lovelace");
  expect(clear).toMatchObject({ userName: "Ada Lovelace", cardRef: "C-REF-9123", accId: "A-ACC-7456" });
  for (const scope of [VIEWER, AUDITOR]) {
    const [row] = await list(scope);
    expect(row).toMatchObject({ txid: "…4242", cardRef: "…9123", accId: "…7456" });
    expect(row?.userName).toBe(scope === VIEWER ? "Ada L." : SHOWN_CODE);
    expect(await list(scope, "fnac")).toHaveLength(1);
    for (const q of ["lovelace", "C-REF-9123", "9123", "A-ACC-7456", "tx-00004242"]) {
      expect(await list(SUPPORT, q), q).toHaveLength(1);
      expect(await list(scope, q), q).toEqual([]);
      const totals = await readTransactionTotals(scope, prisma, { q });
      expect(totals.settled.count, q).toBe(0);
      const found = await findAnything(scope, prisma, q);
      expect([...found.users, ...found.payments, ...found.cards, ...found.deliveries], q).toEqual([]);
    }
    expect(await listUserCards(scope, prisma, USER)).toMatchObject([
      { cardRef: "…9123", accId: "…7456", holder: null, transactions: 1 },
    ]);
    expect(await readFilterNames(scope, prisma, { card: CARD })).toMatchObject({ card: "…9123" });
    expect((await readPaymentChecks(scope, prisma, USER))?.cards).toMatchObject([{ cardRef: "…9123" }]);
  }
});

it("shows no view of others that looks for words to whoever may not see them", async () => {
  const viewer = { ...VIEWER, actor: { id: newId(), name: "Vera" } };
  const owner = { ...scopeOf("owner"), actor: { id: newId(), name: "Lea" } };
  for (const { actor, role } of [viewer, owner])
    await database.pool.query(
      "INSERT INTO staff (id, email, name, password_hash, role, created_at) VALUES ($1, $2, $2, 'x', $3, now())",
      [actor.id, actor.name, role],
    );
  for (const [name, query] of [
    ["Declined", "status=declined"],
    ["Ada's", "status=declined&q=lovelace"],
  ] as const)
    await insertView(owner, database.prisma, { list: "payments", name, query, shared: true });
  const names = async (scope: Scope) =>
    (await listViews(scope, database.prisma, "payments")).map(({ name }) => name);
  expect(await names(owner)).toEqual(["Ada's", "Declined"]);
  expect(await names(viewer)).toEqual(["Declined"]);
});
