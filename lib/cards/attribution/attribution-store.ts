import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope, siteWhere } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import type { Db } from "@/lib/db/connect/client";

/** An unattributed card, with hints about its owner. */
export interface UnattributedCard {
  readonly cardId: string;
  readonly siteId: string;
  readonly cardRef: string;
  readonly accountId: string;
  readonly accId: string;
  readonly transactions: number;
  readonly amount: string;
  readonly lastMerchant: string | null;
  readonly lastAt: Date | null;
  /** Other cards of the account that have an owner: most likely the same user. */
  readonly suggestion: { id: string; name: string } | null;
}

/** Unattributed cards, the busiest recently first. */
export async function listUnattributedCards(
  scope: Scope,
  db: Db,
  limit: number,
): Promise<UnattributedCard[]> {
  type Row = Omit<UnattributedCard, "suggestion"> & {
    suggestedId: string | null;
    suggestedName: string | null;
  };
  const rows = await db.$queryRaw<Row[]>`
    SELECT c.id AS "cardId", c.site_id AS "siteId", c.card_ref AS "cardRef", c.account_id AS "accountId",
      c.acc_id AS "accId", s.transactions, s.amount, s."lastMerchant", s."lastAt",
      o.id AS "suggestedId", o.name AS "suggestedName"
    FROM cards c
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS transactions, COALESCE(sum(abs(t.amount)) FILTER (WHERE t.type = 'D'), 0)::text AS amount,
        max(t.bank_date) AS "lastAt", (array_agg(t.merchant ORDER BY t.bank_date DESC))[1] AS "lastMerchant"
      FROM card_transactions t WHERE t.card_id = c.id
    ) s
    LEFT JOIN LATERAL (
      SELECT u.id, u.name FROM cards other JOIN ${linkedUsers(scope)} u ON u.id = other.linked_user_id
      WHERE other.account_id = c.account_id ORDER BY other.assigned_at DESC LIMIT 1
    ) o ON TRUE
    WHERE c.linked_user_id IS NULL AND ${inScope(scope, "c.site_id")}
    ORDER BY s."lastAt" DESC NULLS LAST, c.id LIMIT ${limit}`;
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

/** The card with its owner, locked until the transaction ends; null if the scope has none. */
export async function lockCard(scope: Scope, tx: Db, cardId: string) {
  const [card] = await tx.$queryRaw<
    { id: string; siteId: string; accountId: string; cardRef: string; linkedUserId: string | null }[]
  >`
    SELECT id, site_id AS "siteId", account_id AS "accountId", card_ref AS "cardRef", linked_user_id AS "linkedUserId"
    FROM cards c WHERE id = ${cardId}::uuid AND ${inScope(scope, "c.site_id")} FOR UPDATE`;
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
  const data = { linkedUserId: userId, assignedAt: await readTime(tx), assignedById: scope.actor.id };
  await tx.card.updateMany({ where: { id: cardId, ...siteWhere(scope) }, data });
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
    data: { linkedUserId: userId, assignedAt: await readTime(tx), assignedById: scope.actor.id },
    select: { id: true },
  });
  return cards.map(({ id }) => id);
}

/** Cards of a user, with their activity. */
export async function listUserCards(scope: Scope, db: Db, userId: string) {
  return db.$queryRaw<
    {
      id: string;
      cardRef: string;
      accId: string;
      assignedAt: Date | null;
      transactions: number;
      lastAt: Date | null;
    }[]
  >`
    SELECT c.id, c.card_ref AS "cardRef", c.acc_id AS "accId", c.assigned_at AS "assignedAt",
      count(t.id)::int AS transactions, max(t.bank_date) AS "lastAt"
    FROM cards c LEFT JOIN card_transactions t ON t.card_id = c.id
    WHERE c.linked_user_id = ${userId}::uuid AND ${inScope(scope, "c.site_id")}
    GROUP BY c.id ORDER BY max(t.bank_date) DESC NULLS LAST`;
}
