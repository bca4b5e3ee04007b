import { DEBIT, SPENT_LETTERS } from "@/lib/anytime/values/transaction-status";
import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { may } from "@/lib/db/access/permissions";
import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope, siteWhere } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { markCards } from "./flags-store";

/** An unattributed card, with hints about its owner. */
export interface UnattributedCard {
  readonly cardId: string;
  readonly siteId: string;
  readonly cardRef: string;
  readonly accountId: string;
  readonly accId: string;
  /** At most as many as are counted; then `amount` is null. */
  readonly transactions: number;
  /** What was spent with it: settled and authorised debits. */
  readonly amount: string | null;
  readonly lastMerchant: string | null;
  readonly lastAt: Date | null;
  /** Other cards of the account that have an owner: most likely the same user. */
  readonly suggestion: { id: string; name: string } | null;
}

/** More payments of a card than these are not added up for a list. */
const MOST_COUNTED = 1_000;

/** Unattributed payments whose cards are taken to be those used last. */
const MOST_RECENT = 3_000;

/** Unattributed cards, those used last first. */
export async function listUnattributedCards(
  scope: Scope,
  db: Db,
  limit: number,
): Promise<UnattributedCard[]> {
  // The newest payments tell which cards were used last, unless few cards have so many. Then each card is asked.
  const recent = await readUnattributedCards(scope, db, cardsOfNewest(scope), limit);
  return recent.length === limit
    ? recent
    : readUnattributedCards(scope, db, Prisma.sql`SELECT id FROM cards WHERE linked_user_id IS NULL`, limit);
}

const cardsOfNewest = (scope: Scope) => Prisma.sql`
  SELECT r.card_id AS id FROM sites s CROSS JOIN LATERAL (
    SELECT t.card_id FROM card_transactions t WHERE t.site_id = s.id AND t.unattributed
    ORDER BY t.bank_date DESC, t.id DESC LIMIT ${MOST_RECENT}
  ) r WHERE ${inScope(scope, "s.id")}`;

async function readUnattributedCards(
  scope: Scope,
  db: Db,
  among: Prisma.Sql,
  limit: number,
): Promise<UnattributedCard[]> {
  type Row = Omit<UnattributedCard, "suggestion"> & {
    suggestedId: string | null;
    suggestedName: string | null;
  };
  // The last payment of each card is one look into an index; only cards that are shown are added up.
  const rows = await db.$queryRaw<Row[]>`
    WITH picked AS MATERIALIZED (
      SELECT c.id, c.site_id, c.card_ref, c.account_id, c.acc_id, l.bank_date, l.merchant
      FROM cards c LEFT JOIN LATERAL (
        SELECT t.bank_date, t.merchant FROM card_transactions t WHERE t.card_id = c.id
        ORDER BY t.bank_date DESC LIMIT 1
      ) l ON TRUE
      WHERE c.id IN (${among}) AND c.linked_user_id IS NULL AND ${inScope(scope, "c.site_id")}
      ORDER BY l.bank_date DESC NULLS LAST, c.id LIMIT ${limit}
    )
    SELECT c.id AS "cardId", c.site_id AS "siteId", c.card_ref AS "cardRef", c.account_id AS "accountId",
      c.acc_id AS "accId", LEAST(s.count, ${MOST_COUNTED}) AS transactions,
      CASE WHEN s.count <= ${MOST_COUNTED} THEN s.amount END AS amount,
      c.merchant AS "lastMerchant", c.bank_date AS "lastAt", o.id AS "suggestedId", o.name AS "suggestedName"
    FROM picked c
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS count, COALESCE(sum(abs(t.amount)) FILTER (
        WHERE t.type = ${DEBIT} AND t.status = ANY(${[...SPENT_LETTERS]})), 0)::text AS amount
      FROM (SELECT * FROM card_transactions t WHERE t.card_id = c.id LIMIT ${MOST_COUNTED + 1}) t
    ) s
    LEFT JOIN LATERAL (
      SELECT u.id, u.name FROM cards other JOIN ${linkedUsers(scope)} u ON u.id = other.linked_user_id
      WHERE other.account_id = c.account_id ORDER BY other.assigned_at DESC LIMIT 1
    ) o ON TRUE
    ORDER BY c.bank_date DESC NULLS LAST, c.id`;
  return rows.map(({ suggestedId, suggestedName, ...row }) => ({
    ...row,
    lastMerchant: row.lastMerchant === null ? null : escapeDirections(row.lastMerchant),
    suggestion:
      suggestedId === null || suggestedName === null ? null : { id: suggestedId, name: suggestedName },
  }));
}

/** How many cards are unattributed. */
export async function countUnattributedCards(scope: Scope, db: Db): Promise<number> {
  return db.card.count({ where: { linkedUserId: null, ...siteWhere(scope) } });
}

/** The card with its owner, locked until the transaction ends, while its payments go on; null if the scope has none. */
export async function lockCard(scope: Scope, tx: Db, cardId: string) {
  const [card] = await tx.$queryRaw<
    { id: string; siteId: string; accountId: string; cardRef: string; linkedUserId: string | null }[]
  >`
    SELECT id, site_id AS "siteId", account_id AS "accountId", card_ref AS "cardRef", linked_user_id AS "linkedUserId"
    FROM cards c WHERE id = ${cardId}::uuid AND ${inScope(scope, "c.site_id")} FOR NO KEY UPDATE`;
  return card ?? null;
}

/** A linked user of a site, to assign a card to. */
export async function findOwner(scope: Scope, tx: Db, userId: string, siteId: string) {
  const [user] = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM ${linkedUsers(scope)} u
    WHERE id = ${userId}::uuid AND site_id = ${siteId}::uuid AND ${inScope(scope, "u.site_id")}`;
  return user ?? null;
}

/** Sets the owner of one card; null for none. */
export async function setCardOwner(
  scope: Scope,
  tx: Db,
  cardId: string,
  userId: string | null,
): Promise<void> {
  const data = {
    linkedUserId: userId,
    assignedAt: await readTime(tx),
    assignedById: scope.actor.id,
    ownerSource: "staff",
  };
  await tx.card.updateMany({ where: { id: cardId, ...siteWhere(scope) }, data });
  await markCards(scope, tx, [cardId]);
}

/** Sets the owner of an account, and of its unattributed cards. @returns those cards */
export async function setAccountOwner(
  scope: Scope,
  tx: Db,
  accountId: string,
  userId: string,
): Promise<string[]> {
  const mine = siteWhere(scope);
  await tx.cardAccount.updateMany({ where: { id: accountId, ...mine }, data: { linkedUserId: userId } });
  const cards = await tx.card.updateManyAndReturn({
    where: { accountId, linkedUserId: null, ...mine },
    data: {
      linkedUserId: userId,
      assignedAt: await readTime(tx),
      assignedById: scope.actor.id,
      ownerSource: "staff",
    },
    select: { id: true },
  });
  const ids = cards.map(({ id }) => id);
  await markCards(scope, tx, ids);
  return ids;
}

/** Cards of a user, with their activity. */
export async function listUserCards(scope: Scope, db: Db, userId: string) {
  const holder = may(scope.role, "personal_data:read") ? Prisma.sql`c.holder` : Prisma.sql`NULL::text`;
  const rows = await db.$queryRaw<
    {
      id: string;
      cardRef: string;
      accId: string;
      assignedAt: Date | null;
      transactions: number;
      lastAt: Date | null;
      /** Who said that it is theirs; null where that follows from its account, or was not kept. */
      ownerSource: "staff" | "bank" | null;
      /** As the bank's API has it; null where it was never read. */
      cardType: string | null;
      bankStatus: string | null;
      holder: string | null;
      balance: string | null;
    }[]
  >`
    SELECT c.id, c.card_ref AS "cardRef", c.acc_id AS "accId", c.assigned_at AS "assignedAt",
      count(t.id)::int AS transactions, max(t.bank_date) AS "lastAt", c.owner_source AS "ownerSource",
      c.card_type AS "cardType", c.bank_status AS "bankStatus", ${holder} AS holder, c.balance::text AS balance
    FROM cards c LEFT JOIN card_transactions t ON t.card_id = c.id
    WHERE c.linked_user_id = ${userId}::uuid AND ${inScope(scope, "c.site_id")}
    GROUP BY c.id ORDER BY max(t.bank_date) DESC NULLS LAST`;
  const shown = (text: string | null) => (text === null ? null : escapeDirections(text));
  return rows.map((row) => ({
    ...row,
    holder: shown(row.holder),
    cardType: shown(row.cardType),
    bankStatus: shown(row.bankStatus),
  }));
}
