import { linkedUsers, seenAccounts } from "@/lib/db/access/personal-data";
import { inScope, type Scope, siteWhere } from "@/lib/db/access/scope";
import { readTime } from "@/lib/db/clock";
import type { Db } from "@/lib/db/connect/client";

/** What an account of two users is: both of theirs, the newer one's now, or left as it is. */
export const SHARINGS = ["joint", "moved", "left"] as const;
export type Sharing = (typeof SHARINGS)[number];

/** What is stored of it: `asked` until staff answered. */
export const STORED_SHARINGS = ["asked", ...SHARINGS] as const;

/** An account that tokens of several linked users read, or whose cards somebody else has. */
export interface AskedAccount {
  readonly accountId: string;
  readonly accId: string;
  /** Who began to read it last: what staff are asked about. */
  readonly newer: { readonly id: string; readonly name: string };
  /** Who has its cards, or reads it too. */
  readonly others: readonly { readonly id: string; readonly name: string }[];
}

/** The accounts of a linked user that staff are asked about. */
export async function listAskedAccounts(scope: Scope, db: Db, userId: string): Promise<AskedAccount[]> {
  return db.$queryRaw<AskedAccount[]>`
    SELECT a.id AS "accountId", a.acc_id AS "accId", jsonb_build_object('id', n.id, 'name', n.name) AS newer,
      COALESCE((SELECT jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) ORDER BY u.name, u.id)
        FROM ${linkedUsers(scope)} u WHERE u.id <> n.id AND (
          u.id IN (SELECT c.linked_user_id FROM cards c WHERE c.account_id = a.id)
          OR u.id IN (SELECT o.linked_user_id FROM account_readers o WHERE o.account_id = a.id))), '[]') AS others
    FROM ${seenAccounts(scope)} a JOIN LATERAL (
      SELECT r.linked_user_id FROM account_readers r WHERE r.account_id = a.id AND r.answered_at IS NULL
      ORDER BY r.first_read_at DESC, r.linked_user_id LIMIT 1
    ) newest ON TRUE JOIN ${linkedUsers(scope)} n ON n.id = newest.linked_user_id
    WHERE a.sharing = 'asked' AND ${inScope(scope, "a.site_id")} AND (
      EXISTS (SELECT 1 FROM cards c WHERE c.account_id = a.id AND c.linked_user_id = ${userId}::uuid)
      OR EXISTS (SELECT 1 FROM account_readers r WHERE r.account_id = a.id AND r.linked_user_id = ${userId}::uuid))
    ORDER BY a.acc_id`;
}

/** How many accounts staff are asked about, and a user of the one that was asked about first. */
export async function countAsked(
  scope: Scope,
  db: Db,
  most: number,
): Promise<{ count: number; userId: string | null }> {
  const rows = await db.$queryRaw<{ userId: string | null }[]>`
    SELECT (SELECT r.linked_user_id FROM account_readers r WHERE r.account_id = a.id AND r.answered_at IS NULL
      ORDER BY r.first_read_at DESC, r.linked_user_id LIMIT 1) AS "userId"
    FROM card_accounts a WHERE a.sharing = 'asked' AND ${inScope(scope, "a.site_id")} ORDER BY a.sharing_at LIMIT ${most}`;
  return { count: rows.length, userId: rows[0]?.userId ?? null };
}

/** An account that staff are asked about, locked until the transaction ends; null if they are not. */
export async function lockAsked(
  scope: Scope,
  tx: Db,
  accountId: string,
): Promise<{ id: string; siteId: string; newerId: string } | null> {
  const [account] = await tx.$queryRaw<{ id: string; siteId: string }[]>`
    SELECT a.id, a.site_id AS "siteId" FROM card_accounts a
    WHERE a.id = ${accountId}::uuid AND a.sharing = 'asked' AND ${inScope(scope, "a.site_id")} FOR NO KEY UPDATE`;
  if (account === undefined) return null;
  const newer = await tx.accountReader.findFirst({
    where: { accountId, answeredAt: null },
    orderBy: [{ firstReadAt: "desc" }, { linkedUserId: "asc" }],
    select: { linkedUserId: true },
  });
  return newer === null ? null : { ...account, newerId: newer.linkedUserId };
}

/** Stores what staff said of an account: whoever reads it by now is not asked about again. */
export async function writeSharing(scope: Scope, tx: Db, accountId: string, sharing: Sharing): Promise<void> {
  const at = await readTime(tx);
  const where = { id: accountId, ...siteWhere(scope) };
  await tx.cardAccount.updateMany({ where, data: { sharing, sharingAt: at } });
  await tx.accountReader.updateMany({ where: { accountId, answeredAt: null }, data: { answeredAt: at } });
}
