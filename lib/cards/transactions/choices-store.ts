import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { ACCOUNT_CURRENCY, HOME_COUNTRY } from "./transaction-row";

/** The values that a list of transactions can be filtered by, as the bank wrote them. */
export interface TransactionChoices {
  readonly currencies: readonly string[];
  readonly countries: readonly string[];
  readonly categories: readonly string[];
}

const MOST = 80;

/** The currencies, countries and categories that were seen: found by skipping through indexes. */
export async function readTransactionChoices(scope: Scope, db: Db): Promise<TransactionChoices> {
  const [currencies, countries, categories] = await Promise.all([
    readDistinct(scope, db, "currency", `t.currency <> '${ACCOUNT_CURRENCY}'`),
    readDistinct(scope, db, "country", `t.country <> '${HOME_COUNTRY}'`),
    readDistinct(scope, db, "mcc", "TRUE"),
  ]);
  return {
    currencies: [ACCOUNT_CURRENCY, ...currencies],
    countries: [HOME_COUNTRY, ...countries],
    categories,
  };
}

async function readDistinct(
  scope: Scope,
  db: Db,
  column: "currency" | "country" | "mcc",
  indexed: string,
): Promise<string[]> {
  const name = Prisma.raw(`t.${column}`);
  const where = Prisma.raw(indexed);
  const rows = await db.$queryRaw<{ name: string }[]>`
    WITH RECURSIVE seen (site_id, name, place) AS (
      SELECT s.id, (SELECT min(${name}) FROM card_transactions t WHERE t.site_id = s.id AND ${where}), 1
      FROM sites s WHERE ${inScope(scope, "s.id")}
      UNION ALL SELECT seen.site_id, (SELECT min(${name}) FROM card_transactions t
        WHERE t.site_id = seen.site_id AND ${where} AND ${name} > seen.name), seen.place + 1
      FROM seen WHERE seen.name IS NOT NULL AND seen.place < ${MOST}
    ) SELECT DISTINCT name FROM seen WHERE name IS NOT NULL ORDER BY name LIMIT ${MOST}`;
  return rows.map((row) => row.name);
}
