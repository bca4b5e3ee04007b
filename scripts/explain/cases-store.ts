import { readTransactionChoices } from "@/lib/cards/filters/choices-store";
import type { TransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { inScope, type Scope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import type { Cursor } from "@/lib/db/cursors/cursor";

/** A list to read, and the index that it is meant to be read by; null if the planner may choose. */
export interface Case {
  readonly name: string;
  readonly filters: TransactionFilters;
  readonly index: string | null;
  readonly after?: Cursor;
}

const BY_DATE = "card_transactions_site_id_bank_date_id_idx";
const BY_CARD = "card_transactions_card_id_bank_date_idx";
const PAGE = 50;
const THOUSANDTH = 1_000;

/** Every single filter, the first and the thousandth page, and some filters together. */
export async function listCases(scope: Scope, db: Db): Promise<Case[]> {
  const { currencies, countries, categories } = await readTransactionChoices(scope, db);
  const [sample] = await db.$queryRaw<{ card: string; user: string; merchant: string; amount: string }[]>`
    SELECT t.card_id AS card, c.linked_user_id AS user, t.merchant_id AS merchant, abs(t.amount)::text AS amount
    FROM card_transactions t JOIN cards c ON c.id = t.card_id
    WHERE c.linked_user_id IS NOT NULL AND t.merchant_id IS NOT NULL AND ${inScope(scope, "t.site_id")} LIMIT 1`;
  const deep = await findDeep(scope, db);
  if (sample === undefined || deep === null) throw new Error("There is nothing to list: see npm run seed.");
  const { card, user, merchant, amount } = sample;
  const one = (filters: TransactionFilters, index: string | null): Case => ({
    name: Object.entries(filters)
      .map(([name, value]) => `${name}=${value.length > 12 ? `${value.slice(0, 8)}…` : value}`)
      .join(" "),
    filters,
    index,
  });
  return [
    { name: "first page", filters: {}, index: BY_DATE },
    { name: `page ${deep.page}`, filters: {}, index: BY_DATE, after: deep.after },
    ...(["today", "yesterday", "7d", "30d", "this_month", "last_month"] as const).map((period) =>
      one({ period }, BY_DATE),
    ),
    ...(["authorised", "declined", "reversed", "unknown"] as const).map((status) =>
      one({ status }, "card_transactions_status_idx"),
    ),
    one({ status: "settled" }, BY_DATE),
    one({ direction: "credit" }, "card_transactions_type_idx"),
    one({ direction: "debit" }, BY_DATE),
    ...currencies
      .slice(0, 3)
      .map((currency) => one({ currency }, currency === "EUR" ? BY_DATE : "card_transactions_currency_idx")),
    ...countries
      .slice(0, 3)
      .map((country) => one({ country }, country === "FRA" ? BY_DATE : "card_transactions_country_idx")),
    ...categories
      .slice(0, 2)
      .map((category) => one({ category }, "card_transactions_site_id_mcc_bank_date_id_idx")),
    one({ fx: "1" }, "card_transactions_fx_idx"),
    one({ unattributed: "1" }, "card_transactions_unattributed_idx"),
    one({ user }, BY_CARD),
    one({ card }, BY_CARD),
    one({ merchant }, "card_transactions_merchant_id_bank_date_id_idx"),
    one({ least: amount, most: amount }, "card_transactions_site_id_amount_bank_date_id_idx"),
    one({ least: "600" }, null),
    one({ least: "20", most: "40" }, BY_DATE),
    one({ q: "carrefour" }, null),
    one({ q: amount }, null),
    one({ unattributed: "1", status: "declined" }, null),
    one({ currency: "GBP", status: "reversed", direction: "debit" }, null),
    one({ status: "unknown", country: "CHE", least: "50" }, null),
  ];
}

/** Where the thousandth page begins, or the last one. */
async function findDeep(scope: Scope, db: Db): Promise<{ page: number; after: Cursor } | null> {
  const [row] = await db.$queryRaw<{ at: Date; id: string; place: number }[]>`
    SELECT * FROM (
      SELECT t.bank_date AS at, t.id, row_number() OVER (ORDER BY t.bank_date DESC, t.id DESC)::int AS place
      FROM card_transactions t WHERE ${inScope(scope, "t.site_id")}
      ORDER BY t.bank_date DESC, t.id DESC LIMIT ${(THOUSANDTH - 1) * PAGE}
    ) p WHERE place % ${PAGE} = 0 ORDER BY place DESC LIMIT 1 OFFSET 1`;
  return row === undefined ? null : { page: row.place / PAGE + 1, after: { at: row.at, id: row.id } };
}
