import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { findDifferences, readCatalogue } from "@/lib/db/migrate/catalogue";
import { revealConnectSecret } from "@/lib/links/sessions/connect-sessions";
import { openDelivery } from "@/lib/webhooks/process/open-delivery";
import { readOptions, type SeedOptions } from "../../scripts/seed/options";
import { drawPeople } from "../../scripts/seed/people";
import { seedDatabase } from "../../scripts/seed/seed-database";
import { makeTimeline } from "../../scripts/seed/timeline";
import { createTestDatabase } from "../support/database";

const parsed = parseKeyRing(`t1:${randomBytes(32).toString("base64")}`);
if (!parsed.ok) throw new Error(parsed.problem);
const { ring } = parsed;
const ARGUMENTS = ["--users", "300", "--transactions", "4000", "--sites", "2", "--deliveries", "200"];
const UNTIL = ["--until", "2026-11-20T15:00:00Z"];
const quiet = () => undefined;

function optionsOf(...more: string[]): SeedOptions {
  const options = readOptions([...ARGUMENTS, ...UNTIL, ...more]);
  if (options === null) throw new Error("options that cannot be read");
  return options;
}

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let catalogue: Awaited<ReturnType<typeof readCatalogue>>;

beforeAll(async () => {
  database = await createTestDatabase();
  catalogue = await readCatalogue(database.pool);
  await seedDatabase(database, database.url, ring, optionsOf("--versions"), quiet);
}, 120_000);
afterAll(() => database.close());

/** What the rows of a database say, without what is random: sites, secrets and deliveries. */
async function fingerprintOf({ pool }: typeof database): Promise<string> {
  const { rows } = await pool.query<{ print: string }>(`
    SELECT md5(string_agg(t.line, ',' ORDER BY t.line)) AS print FROM (
      SELECT concat_ws('|', t.id, t.card_id, t.txid, t.amount, t.status, t.type, t.bank_date, t.merchant, u.name) AS line
      FROM card_transactions t JOIN cards c ON c.id = t.card_id LEFT JOIN linked_users u ON u.id = c.linked_user_id
      UNION ALL SELECT concat_ws('|', id, support_code, device) FROM connect_attempts
    ) t`);
  return rows[0]?.print ?? "";
}

it("leaves tables, indexes and constraints as they were, and no reference open", async () => {
  expect(findDifferences(catalogue, await readCatalogue(database.pool))).toEqual([]);
  const { rows } = await database.pool.query<{ broken: string; target: string }>(`
    SELECT conrelid::regclass::text AS broken, confrelid::regclass::text AS target,
      a.attname AS "column", f.attname AS "other"
    FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]
      JOIN pg_attribute f ON f.attrelid = confrelid AND f.attnum = confkey[1]
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`);
  for (const { broken, target, ...names } of rows) {
    const { column, other } = names as unknown as { column: string; other: string };
    const open = await database.pool.query(
      `SELECT 1 FROM ${broken} b WHERE b."${column}" IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM ${target} t WHERE t."${other}" = b."${column}")`,
    );
    expect({ broken, column, open: open.rowCount }).toEqual({ broken, column, open: 0 });
  }
});

it("invents as many as were asked for, of every kind that lists filter by", async () => {
  const { rows } = await database.pool.query(`
    SELECT count(*)::int AS payments, count(DISTINCT site_id)::int AS sites, count(DISTINCT currency) > 4 AS currencies,
      count(DISTINCT status) >= 4 AS statuses, count(*) FILTER (WHERE type = 'C') > 10 AS refunds,
      max(bank_date) <= '2026-11-20T15:00:00Z' AND max(bank_date) > '2026-11-20T00:00:00Z' AS "endsThen",
      min(bank_date) > '2024-11-19' AND min(bank_date) < '2024-12-01' AS "beginsThen",
      (SELECT count(*)::int FROM linked_users) AS users,
      (SELECT count(*)::int FROM transaction_versions) AS versions,
      (SELECT count(*)::int FROM deliveries WHERE processing = 'done') AS deliveries,
      (SELECT count(*) > 3 FROM cards WHERE linked_user_id IS NULL) AS unattributed,
      (SELECT count(*) > 0 FROM (SELECT 1 FROM cards WHERE linked_user_id IS NOT NULL
        GROUP BY account_id HAVING count(DISTINCT linked_user_id) > 1) s) AS shared,
      (SELECT count(*)::int FROM dirty_hours) + (SELECT count(*)::int FROM rollup_fills) AS dirty,
      count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM merchants m
        WHERE m.id = merchant_id AND m.site_id = card_transactions.site_id))::int AS nameless
    FROM card_transactions`);
  expect(rows[0]).toEqual({
    ...{ payments: 4000, sites: 2, users: 300, versions: 4000, deliveries: 200, dirty: 0, nameless: 0 },
    ...{ currencies: true, statuses: true, refunds: true, endsThen: true, beginsThen: true },
    ...{ unattributed: true, shared: true },
  });
});

it("seals what is sealed, and delivers what the payments say", async () => {
  const session = await database.prisma.connectSession.findFirstOrThrow();
  await expect(revealConnectSecret(SYSTEM_SCOPE, database.prisma, ring, session.id)).resolves.toMatch(
    /^[\w-]{32}$/,
  );
  const version = await database.prisma.transactionVersion.findFirstOrThrow({
    where: { deliveryId: { not: null } },
    include: { delivery: true, transaction: { include: { card: true } } },
  });
  const { delivery, transaction } = version;
  if (delivery === null) throw new Error("a version without its delivery");
  const [body] = await database.prisma.deliveryBody.findMany({ where: { id: delivery.id } });
  const opened = openDelivery(ring, {
    ...delivery,
    bankTimestamp: null,
    sealedAs: delivery.id,
    bodySealed: body?.sealed ?? null,
    createdAt: delivery.bankCreatedAt,
    verified: true,
    released: false,
    ahead: null,
  } as unknown as Parameters<typeof openDelivery>[1]);
  if (opened.problem !== null || opened.event.name !== "card_transaction_received")
    throw new Error(opened.problem ?? "another event");
  expect(delivery.hashLeg).toBe("match");
  expect(opened.event.cardRef).toBe(transaction.card.cardRef);
  expect(opened.event.transaction.txid).toBe(transaction.txid);
  expect(opened.event.transaction.amount).toBe(transaction.amount.toFixed(2));
  expect(Buffer.from(transaction.foldDigest).equals(opened.fold.digest)).toBe(true);
});

it("invents the same from the same seed, and others from another", async () => {
  const persons = (seed: string) =>
    drawPeople(optionsOf("--seed", seed), ["s"], makeTimeline(optionsOf().until)).persons;
  expect(persons("1")).toEqual(persons("1"));
  const kept = new Set(persons("1").flatMap(({ id, reference }) => [id, reference ?? id]));
  expect(persons("2").filter(({ id, reference }) => kept.has(id) || kept.has(reference ?? ""))).toEqual([]);
  const other = await createTestDatabase();
  try {
    await seedDatabase(other, other.url, ring, optionsOf(), quiet);
    expect(await fingerprintOf(other)).toBe(await fingerprintOf(database));
  } finally {
    await other.close();
  }
}, 120_000);

it("adds nothing twice, and nothing by half", async () => {
  const before = await fingerprintOf(database);
  await expect(seedDatabase(database, database.url, ring, optionsOf(), quiet)).rejects.toMatchObject({
    code: "23505",
  });
  expect(await fingerprintOf(database)).toBe(before);
});
