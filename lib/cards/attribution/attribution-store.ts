import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { linkedUsers, seenCards } from "@/lib/db/access/personal-data";
import { inScope, type Scope, siteWhere } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import type { Db } from "@/lib/db/connect/client";
import type { Assigned } from "./assigned";
import { markCards } from "./flags-store";

/** The card with its owner, locked until the transaction ends, while its payments go on; null if the scope has none. */
export async function lockCard(scope: Scope, tx: Db, cardId: string) {
  const [card] = await tx.$queryRaw<
    { id: string; siteId: string; accountId: string; cardRef: string; linkedUserId: string | null }[]
  >`
    SELECT id, site_id AS "siteId", account_id AS "accountId", card_ref AS "cardRef", linked_user_id AS "linkedUserId"
    FROM cards c WHERE id = ${cardId}::uuid AND ${inScope(scope, "c.site_id")} FOR NO KEY UPDATE`;
  return card ?? null;
}

/**
 * Locks the accounts of cards in the order of their ids, before any card: whoever reads the bank's accounts does the
 * same, and one waits for the other.
 */
export async function lockAccountsOf(scope: Scope, tx: Db, cardIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT a.id FROM card_accounts a
    WHERE a.id IN (SELECT c.account_id FROM cards c WHERE c.id = ANY(${[...cardIds]}::uuid[]))
      AND ${inScope(scope, "a.site_id")} ORDER BY a.id FOR NO KEY UPDATE`;
}

/** A linked user of a site, to assign a card to. */
export async function findOwner(scope: Scope, tx: Db, userId: string, siteId: string) {
  const [user] = await tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM ${linkedUsers(scope)} u
    WHERE id = ${userId}::uuid AND site_id = ${siteId}::uuid AND ${inScope(scope, "u.site_id")}`;
  return user ?? null;
}

/** Who said whose a card is. */
export const OWNER_SOURCES = ["staff", "bank"] as const;

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

/** Sets the owner of an account, and of its cards, or those without an owner. @returns the cards that changed hands, and whose the account was */
export async function setAccountOwner(
  scope: Scope,
  tx: Db,
  accountId: string,
  userId: string,
  which: "all" | "unowned",
): Promise<{ cardIds: string[]; ownerBefore: string | null }> {
  const mine = siteWhere(scope);
  const before = await tx.cardAccount.findFirst({
    where: { id: accountId, ...mine },
    select: { linkedUserId: true },
  });
  await tx.cardAccount.updateMany({ where: { id: accountId, ...mine }, data: { linkedUserId: userId } });
  const notTheirs = [{ linkedUserId: null }, { NOT: { linkedUserId: userId } }];
  const cards = await tx.card.updateManyAndReturn({
    where: { accountId, ...mine, OR: which === "all" ? notTheirs : [{ linkedUserId: null }] },
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
  return { cardIds: ids, ownerBefore: before?.linkedUserId ?? null };
}

/** Takes back cards that staff gave to a user, and their account, as far as they are still the user's. @returns the cards */
export async function releaseCards(
  scope: Scope,
  tx: Db,
  { userId, cardIds, account }: Assigned,
): Promise<{ id: string; siteId: string; accountId: string }[]> {
  const released = await tx.$queryRaw<{ id: string; siteId: string; accountId: string }[]>`
    UPDATE cards c SET linked_user_id = NULL, assigned_at = NULL, assigned_by_id = NULL, owner_source = NULL
    WHERE id = ANY(${[...cardIds]}::uuid[]) AND linked_user_id = ${userId}::uuid AND owner_source = 'staff'
      AND ${inScope(scope, "c.site_id")}
    RETURNING id, site_id AS "siteId", account_id AS "accountId"`;
  if (account !== null)
    await tx.$executeRaw`
      UPDATE card_accounts a SET linked_user_id = (
        SELECT u.id FROM ${linkedUsers(scope)} u WHERE u.id = ${account.ownerBefore}::uuid AND u.site_id = a.site_id)
      WHERE id = ${account.id}::uuid AND linked_user_id = ${userId}::uuid AND ${inScope(scope, "a.site_id")}`;
  await markCards(
    scope,
    tx,
    released.map(({ id }) => id),
  );
  return released;
}

/** Cards of a user, with their activity. */
export async function listUserCards(scope: Scope, db: Db, userId: string) {
  const rows = await db.$queryRaw<
    {
      id: string;
      cardRef: string;
      accId: string;
      assignedAt: Date | null;
      transactions: number;
      lastAt: Date | null;
      /** Who said that it is theirs; null where that follows from its account, or was not kept. */
      ownerSource: (typeof OWNER_SOURCES)[number] | null;
      /** As the bank's API has it; null where it was never read. */
      cardType: string | null;
      bankStatus: string | null;
      holder: string | null;
      balance: string | null;
    }[]
  >`
    SELECT c.id, c.card_ref AS "cardRef", c.acc_id AS "accId", c.assigned_at AS "assignedAt",
      a.transactions, a."lastAt", c.owner_source AS "ownerSource",
      c.card_type AS "cardType", c.bank_status AS "bankStatus", c.holder, c.balance::text AS balance
    FROM ${seenCards(scope)} c CROSS JOIN LATERAL (
      SELECT count(*)::int AS transactions, max(t.bank_date) AS "lastAt" FROM card_transactions t
      WHERE t.card_id = c.id AND t.joined_to_id IS NULL
    ) a
    WHERE c.linked_user_id = ${userId}::uuid AND ${inScope(scope, "c.site_id")}
    ORDER BY a."lastAt" DESC NULLS LAST, c.id`;
  const shown = (text: string | null) => (text === null ? null : escapeDirections(text));
  return rows.map((row) => ({
    ...row,
    holder: shown(row.holder),
    cardType: shown(row.cardType),
    bankStatus: shown(row.bankStatus),
  }));
}
