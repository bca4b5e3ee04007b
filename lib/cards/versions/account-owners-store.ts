import type { Scope, SystemScope } from "@/lib/db/access/scope";
import { inScope } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";

/**
 * Counts anew how many linked users the cards of accounts belong to. Comes after every write of a card's owner, in the
 * same transaction: accounts are locked first, so of two writes the later one counts what both did.
 */
export async function deriveOwners(scope: Scope, tx: Db, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  await tx.$queryRaw`
    SELECT 1 FROM card_accounts a WHERE a.id = ANY(${[...accountIds]}::uuid[]) AND ${inScope(scope, "a.site_id")}
    ORDER BY a.id FOR NO KEY UPDATE`;
  await tx.$executeRaw`
    UPDATE card_accounts a SET owners = n.owners FROM (
      SELECT l.id, (SELECT count(DISTINCT c.linked_user_id)::int FROM cards c
        WHERE c.site_id = l.site_id AND c.acc_id = l.acc_id AND c.account_id = l.id) AS owners
      FROM card_accounts l WHERE l.id = ANY(${[...accountIds]}::uuid[]) AND ${inScope(scope, "l.site_id")}
    ) n WHERE a.id = n.id AND a.owners IS DISTINCT FROM n.owners`;
}

/** Accounts whose owners were never counted, after one of them, in the order of their ids. */
export async function listUncounted(
  scope: SystemScope,
  db: Db,
  page: { readonly after: string; readonly limit: number },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM card_accounts a WHERE a.owners IS NULL AND a.id > ${page.after}::uuid AND ${inScope(scope, "a.site_id")}
    ORDER BY a.id LIMIT ${page.limit}`;
  return rows.map(({ id }) => id);
}
