import { insistOnSite, type SystemScope } from "@/lib/db/access/scope";
import { type Db, jsonRows } from "@/lib/db/connect/client";

/** A card as the bank's API has it. */
export interface CardFacts {
  readonly cardId: string;
  readonly cardType: string | null;
  readonly status: string | null;
  readonly expiryDate: string | null;
  /** Null where the site does not keep them. */
  readonly holder: string | null;
  readonly balance: string | null;
}

/** An account that was read, locked until the transaction ends. */
export interface ReadAccount {
  readonly id: string;
  readonly accId: string;
}

/** Locks accounts in the order of their ids, as everybody does who changes the owners of cards. */
export async function lockAccounts(
  scope: SystemScope,
  tx: Db,
  siteId: string,
  accIds: readonly string[],
): Promise<ReadAccount[]> {
  insistOnSite(scope, siteId);
  return tx.$queryRaw<ReadAccount[]>`
    SELECT a.id, a.acc_id AS "accId" FROM card_accounts a
    WHERE a.site_id = ${siteId}::uuid AND a.acc_id = ANY(${[...accIds]}::text[]) ORDER BY a.id FOR NO KEY UPDATE`;
}

/** Stores who reads which account, and what kind it is. */
export async function noteReaders(
  _: SystemScope,
  tx: Db,
  reader: { readonly userId: string; readonly tokenId: string },
  accounts: readonly { readonly id: string; readonly accType: string | null }[],
): Promise<void> {
  const rows = jsonRows(accounts.map((account) => ({ ...account })));
  await tx.$executeRaw`
    UPDATE card_accounts a SET acc_type = n."accType"
    FROM jsonb_to_recordset(${rows}::jsonb) AS n(id uuid, "accType" text)
    WHERE a.id = n.id AND a.acc_type IS DISTINCT FROM n."accType"`;
  await tx.$executeRaw`
    INSERT INTO account_readers (account_id, linked_user_id, token_id, first_read_at)
    SELECT n.id, ${reader.userId}::uuid, ${reader.tokenId}::uuid, now()
    FROM jsonb_to_recordset(${rows}::jsonb) AS n(id uuid)
    ON CONFLICT (account_id, linked_user_id) DO UPDATE SET token_id = excluded.token_id`;
}

/**
 * Accounts that have somebody else too: the owner of one of their cards, or another reader whose token still works. Asks
 * staff about those whose answer is missing.
 *
 * @returns all of them, and those that were not asked about before
 */
export async function findShared(
  _: SystemScope,
  tx: Db,
  userId: string,
  accountIds: readonly string[],
): Promise<{ shared: string[]; asked: string[] }> {
  const shared = await tx.$queryRaw<{ id: string; answered: boolean }[]>`
    SELECT r.account_id AS id, r.answered_at IS NOT NULL AS answered FROM account_readers r
    WHERE r.account_id = ANY(${[...accountIds]}::uuid[]) AND r.linked_user_id = ${userId}::uuid AND (
      EXISTS (SELECT 1 FROM cards c WHERE c.account_id = r.account_id AND c.linked_user_id <> r.linked_user_id)
      OR EXISTS (SELECT 1 FROM account_readers o JOIN api_tokens t ON t.id = o.token_id
        WHERE o.account_id = r.account_id AND o.linked_user_id <> r.linked_user_id AND t.state = 'active'
          AND t.linked_user_id = o.linked_user_id))`;
  const open = shared.flatMap(({ id, answered }) => (answered ? [] : id));
  const asked = await tx.$queryRaw<{ id: string }[]>`
    UPDATE card_accounts SET sharing = 'asked', sharing_at = now()
    WHERE id = ANY(${open}::uuid[]) AND sharing IS DISTINCT FROM 'asked' RETURNING id`;
  return { shared: shared.map(({ id }) => id), asked: asked.map(({ id }) => id) };
}

/**
 * Gives the cards of accounts to their only reader. What staff said stays: a card that they gave to somebody, or took from
 * somebody.
 *
 * @returns the cards that changed hands
 */
export async function attributeCards(
  _: SystemScope,
  tx: Db,
  userId: string,
  accountIds: readonly string[],
): Promise<string[]> {
  const ids = [...accountIds];
  await tx.$executeRaw`
    UPDATE card_accounts SET linked_user_id = ${userId}::uuid
    WHERE id = ANY(${ids}::uuid[]) AND linked_user_id IS NULL`;
  const cards = await tx.$queryRaw<{ id: string }[]>`
    UPDATE cards SET linked_user_id = ${userId}::uuid, assigned_at = now(), assigned_by_id = NULL, owner_source = 'bank'
    WHERE account_id = ANY(${ids}::uuid[]) AND linked_user_id IS NULL AND owner_source IS DISTINCT FROM 'staff'
      AND assigned_by_id IS NULL RETURNING id`;
  return cards.map(({ id }) => id);
}

/** Stores what the bank's API says about cards. */
export async function writeCardFacts(_: SystemScope, tx: Db, facts: readonly CardFacts[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE cards c SET card_type = f."cardType", bank_status = f.status, expiry_date = f."expiryDate",
      holder = f.holder, balance = f.balance, bank_read_at = now()
    FROM jsonb_to_recordset(${jsonRows(facts.map((fact) => ({ ...fact })))}::jsonb)
      AS f("cardId" uuid, "cardType" text, status text, "expiryDate" text, holder text, balance numeric)
    WHERE c.id = f."cardId"`;
}

/** What may be kept of the cards that a token reaches: what its site keeps, and said so on the page that brought it. */
export async function readKept(
  _: SystemScope,
  db: Db,
  tokenId: string,
): Promise<{ holder: boolean; balance: boolean }> {
  const [kept] = await db.$queryRaw<{ holder: boolean; balance: boolean }[]>`
    SELECT s.keeps_card_holder AND w.states_holder AS holder, s.keeps_card_balance AND w.states_balance AS balance
    FROM api_tokens t JOIN sites s ON s.id = t.site_id JOIN connect_attempts a ON a.id = t.attempt_id
    JOIN connect_wordings w ON w.digest = a.wording_digest WHERE t.id = ${tokenId}::uuid`;
  return kept ?? { holder: false, balance: false };
}
