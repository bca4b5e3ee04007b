import { DEBIT, SPENT_LETTERS } from "@/lib/anytime/values/transaction-status";
import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { seenCards } from "@/lib/db/access/personal-data";
import { inScope, type Scope, siteWhere } from "@/lib/db/access/scope";
import { shownMerchant } from "@/lib/db/called-merchant";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { type Suggestion, suggestOwners } from "./suggestions-store";

/** What is known of something unattributed. */
interface Unattributed {
  readonly siteId: string;
  /** The card; of an account one of its cards, by which the account is assigned. */
  readonly cardId: string;
  readonly accountId: string;
  readonly accId: string;
  /** At most as many as are counted; then `amount` is null. */
  readonly transactions: number;
  /** What was spent with it: settled and authorised debits. */
  readonly amount: string | null;
  readonly lastMerchant: string | null;
  readonly lastAt: Date | null;
  /** Whose it most likely is, and why. */
  readonly suggestion: Suggestion | null;
}

/** An unattributed card, with hints about its owner. */
export interface UnattributedCard extends Unattributed {
  readonly cardRef: string;
}

/** An account with unattributed cards; what is said of it is about those. */
export interface UnattributedAccount extends Unattributed {
  readonly cards: number;
}

/** More payments of a card than these are not added up for a list. */
const MOST_COUNTED = 1_000;
/** Cards of one account that are added up. */
const MOST_CARDS = 50;

/** How many of the newest unattributed payments are asked for their cards, until there are enough. */
const RECENT = [400, 3_000];

/** Unattributed cards, those used last first. */
export async function listUnattributedCards(
  scope: Scope,
  db: Db,
  limit: number,
): Promise<UnattributedCard[]> {
  return lastUsed(scope, limit, (among) => readCards(scope, db, among, limit));
}

/** Accounts with unattributed cards, those used last first. */
export async function listUnattributedAccounts(
  scope: Scope,
  db: Db,
  limit: number,
): Promise<UnattributedAccount[]> {
  return lastUsed(scope, limit, (among) => readAccounts(scope, db, among, limit));
}

/** The newest payments tell which cards were used last, unless few cards have so many. Then each card is asked. */
async function lastUsed<Row>(
  scope: Scope,
  limit: number,
  read: (among: Prisma.Sql) => Promise<Row[]>,
): Promise<Row[]> {
  for (const many of RECENT) {
    const rows = await read(Prisma.sql`
      SELECT r.card_id AS id FROM sites s CROSS JOIN LATERAL (
        SELECT t.card_id FROM card_transactions t WHERE t.site_id = s.id AND t.unattributed
        ORDER BY t.bank_date DESC, t.id DESC LIMIT ${many}
      ) r WHERE ${inScope(scope, "s.id")}`);
    if (rows.length === limit) return rows;
  }
  return read(Prisma.sql`SELECT id FROM cards WHERE linked_user_id IS NULL`);
}

/** Of each card among those: its last payment, by one look into an index. */
function lastOfCards(scope: Scope, among: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT c.id, c.site_id, c.account_id, c.acc_id, l.bank_date, l.merchant, l.merchant_id
    FROM cards c LEFT JOIN LATERAL (
      SELECT t.bank_date, t.merchant, t.merchant_id FROM card_transactions t
      WHERE t.card_id = c.id AND t.joined_to_id IS NULL ORDER BY t.bank_date DESC LIMIT 1
    ) l ON TRUE
    WHERE c.id IN (${among}) AND c.linked_user_id IS NULL AND ${inScope(scope, "c.site_id")}`;
}

/** The payments of the card `c` added up. */
const SUMS = Prisma.sql`
  SELECT count(*)::int AS count, COALESCE(sum(abs(t.amount)) FILTER (
    WHERE t.type = ${DEBIT} AND t.status = ANY(${[...SPENT_LETTERS]})), 0) AS amount
  FROM (
    SELECT * FROM card_transactions t WHERE t.card_id = c.id AND t.joined_to_id IS NULL LIMIT ${MOST_COUNTED + 1}
  ) t`;

async function readCards(
  scope: Scope,
  db: Db,
  among: Prisma.Sql,
  limit: number,
): Promise<UnattributedCard[]> {
  const rows = await db.$queryRaw<Omit<UnattributedCard, "suggestion">[]>`
    WITH picked AS MATERIALIZED (
      SELECT * FROM (${lastOfCards(scope, among)}) p ORDER BY bank_date DESC NULLS LAST, id LIMIT ${limit}
    )
    SELECT c.id AS "cardId", c.site_id AS "siteId", k.card_ref AS "cardRef", c.account_id AS "accountId",
      k.acc_id AS "accId", LEAST(s.count, ${MOST_COUNTED}) AS transactions,
      CASE WHEN s.count <= ${MOST_COUNTED} THEN s.amount::text END AS amount,
      ${shownMerchant("c")} AS "lastMerchant", c.bank_date AS "lastAt"
    FROM picked c JOIN ${seenCards(scope)} k ON k.id = c.id CROSS JOIN LATERAL (${SUMS}) s ORDER BY c.bank_date DESC NULLS LAST, c.id`;
  return withSuggestions(scope, db, rows);
}

async function readAccounts(
  scope: Scope,
  db: Db,
  among: Prisma.Sql,
  limit: number,
): Promise<UnattributedAccount[]> {
  const rows = await db.$queryRaw<Omit<UnattributedAccount, "suggestion">[]>`
    WITH newest AS MATERIALIZED (
      SELECT DISTINCT ON (account_id) * FROM (${lastOfCards(scope, among)}) p
      ORDER BY account_id, bank_date DESC NULLS LAST, id
    ), picked AS MATERIALIZED (SELECT * FROM newest ORDER BY bank_date DESC NULLS LAST, id LIMIT ${limit})
    SELECT p.id AS "cardId", p.site_id AS "siteId", p.account_id AS "accountId", k.acc_id AS "accId", s.cards,
      LEAST(s.count, ${MOST_COUNTED})::int AS transactions,
      CASE WHEN s.count <= ${MOST_COUNTED} AND s.cards <= ${MOST_CARDS} THEN s.amount::text END AS amount,
      ${shownMerchant("p")} AS "lastMerchant", p.bank_date AS "lastAt"
    FROM picked p JOIN ${seenCards(scope)} k ON k.id = p.id CROSS JOIN LATERAL (
      SELECT count(*)::int AS cards, COALESCE(sum(s.count), 0) AS count, COALESCE(sum(s.amount), 0) AS amount
      FROM (SELECT id FROM cards c WHERE c.site_id = p.site_id AND c.acc_id = p.acc_id AND c.account_id = p.account_id
        AND c.linked_user_id IS NULL LIMIT ${MOST_CARDS + 1}) c CROSS JOIN LATERAL (${SUMS}) s
    ) s ORDER BY p.bank_date DESC NULLS LAST, p.id`;
  return withSuggestions(scope, db, rows);
}

async function withSuggestions<Row extends Omit<Unattributed, "suggestion">>(
  scope: Scope,
  db: Db,
  rows: readonly Row[],
): Promise<(Row & Pick<Unattributed, "suggestion">)[]> {
  const suggestions = await suggestOwners(
    scope,
    db,
    rows.map(({ cardId }) => cardId),
  );
  return rows.map((row) => ({
    ...row,
    lastMerchant: row.lastMerchant === null ? null : escapeDirections(row.lastMerchant),
    suggestion: suggestions.get(row.cardId) ?? null,
  }));
}

/** How many cards are unattributed. */
export async function countUnattributedCards(scope: Scope, db: Db): Promise<number> {
  return db.card.count({ where: { linkedUserId: null, ...siteWhere(scope) } });
}
