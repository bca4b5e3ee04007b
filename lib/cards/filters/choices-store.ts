import { ACCOUNT_CURRENCY, HOME_COUNTRY } from "@/lib/cards/transactions/transaction-row";
import type { Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { readDistinct } from "@/lib/db/skip-scan";

/** The values that a list of transactions can be filtered by, as the bank wrote them. */
export interface TransactionChoices {
  readonly currencies: readonly string[];
  readonly countries: readonly string[];
  readonly categories: readonly string[];
  /** Those that staff gave. */
  readonly tags: readonly string[];
}

const MOST = 80;

/** The currencies, countries and categories that were seen: found by skipping through indexes. */
export async function readTransactionChoices(scope: Scope, db: Db): Promise<TransactionChoices> {
  const [currencies, countries, categories, tags] = await Promise.all([
    readValues(scope, db, "currency", `t.currency <> '${ACCOUNT_CURRENCY}'`),
    readValues(scope, db, "country", `t.country <> '${HOME_COUNTRY}'`),
    readValues(scope, db, "mcc", "TRUE"),
    readDistinct(scope, db, { table: "transaction_tags", column: "tag", where: "TRUE", most: MOST }),
  ]);
  return {
    currencies: [ACCOUNT_CURRENCY, ...currencies],
    countries: [HOME_COUNTRY, ...countries],
    categories,
    tags: tags.slice(0, MOST),
  };
}

async function readValues(scope: Scope, db: Db, column: string, where: string): Promise<string[]> {
  const values = await readDistinct(scope, db, { table: "card_transactions", column, where, most: MOST });
  return values.slice(0, MOST);
}
