import { may } from "@/lib/db/access/permissions";
import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, jsonRows, Prisma } from "@/lib/db/connect/client";
import { wordsOf } from "@/lib/search/fold";

/** Whose a card most likely is. */
export interface Suggestion {
  readonly id: string;
  readonly name: string;
  /**
   * `account`: they have another card of its account. `holder`: the bank names them on it. `linked`: of all people, only
   * they gave access shortly before the card first paid, and they have no card.
   */
  readonly reason: "account" | "holder" | "linked";
}

type Row = Omit<Suggestion, "reason"> & { readonly cardId: string };

/** So long before a card's first payment somebody may have given access. */
const SHORTLY = Prisma.raw("interval '3 days'");

/** Suggests an owner for cards that have none, by the best reason there is. */
export async function suggestOwners(
  scope: Scope,
  db: Db,
  cardIds: readonly string[],
): Promise<ReadonlyMap<string, Suggestion>> {
  if (cardIds.length === 0) return new Map();
  const found = [
    ...ofReason("linked", await byTime(scope, db, cardIds)),
    ...ofReason("holder", await byHolder(scope, db, cardIds)),
    ...ofReason("account", await byAccount(scope, db, cardIds)),
  ];
  // The last of a card is its best.
  return new Map(found);
}

function ofReason(reason: Suggestion["reason"], rows: readonly Row[]): [string, Suggestion][] {
  return rows.map(({ cardId, id, name }) => [cardId, { id, name, reason }]);
}

async function byAccount(scope: Scope, db: Db, cardIds: readonly string[]): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT c.id AS "cardId", o.id, o.name FROM cards c CROSS JOIN LATERAL (
      SELECT u.id, u.name FROM cards other JOIN ${linkedUsers(scope)} u ON u.id = other.linked_user_id
      WHERE other.account_id = c.account_id ORDER BY other.assigned_at DESC LIMIT 1
    ) o WHERE c.id = ANY(${[...cardIds]}::uuid[]) AND ${inScope(scope, "c.site_id")}`;
}

/** Whoever alone has all words of the holder's name. */
async function byHolder(scope: Scope, db: Db, cardIds: readonly string[]): Promise<Row[]> {
  if (!may(scope, "personal_data:read")) return [];
  const cards = await db.$queryRaw<{ id: string; siteId: string; holder: string }[]>`
    SELECT c.id, c.site_id AS "siteId", c.holder FROM cards c
    WHERE c.id = ANY(${[...cardIds]}::uuid[]) AND c.holder IS NOT NULL AND ${inScope(scope, "c.site_id")}`;
  const sought = cards.flatMap(({ id, siteId, holder }) => {
    const words = [...new Set(wordsOf(holder))];
    // One word names nobody.
    return words.length < 2 ? [] : words.map((word) => ({ id, siteId, word, count: words.length }));
  });
  if (sought.length === 0) return [];
  return db.$queryRaw<Row[]>`
    WITH named AS (
      SELECT s.id AS card_id, w.linked_user_id AS user_id
      FROM jsonb_to_recordset(${jsonRows(sought)}::jsonb) AS s(id uuid, "siteId" uuid, word text, count int)
      JOIN linked_user_words w ON w.site_id = s."siteId" AND w.word COLLATE "C" = s.word
      GROUP BY s.id, w.linked_user_id, s.count HAVING count(*) = s.count
    )
    SELECT n.card_id AS "cardId", u.id, u.name FROM named n JOIN ${linkedUsers(scope)} u ON u.id = n.user_id
    WHERE (SELECT count(*) FROM named o WHERE o.card_id = n.card_id) = 1 AND ${inScope(scope, "u.site_id")}`;
}

async function byTime(scope: Scope, db: Db, cardIds: readonly string[]): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT c.id AS "cardId", (array_agg(u.id))[1] AS id, (array_agg(u.name))[1] AS name FROM cards c
    CROSS JOIN LATERAL (
      SELECT u.id, u.name FROM ${linkedUsers(scope)} u
      WHERE u.site_id = c.site_id AND u.linked_at BETWEEN c.created_at - ${SHORTLY} AND c.created_at
        AND NOT EXISTS (SELECT 1 FROM cards own WHERE own.linked_user_id = u.id)
      ORDER BY u.linked_at DESC, u.id DESC LIMIT 2
    ) u WHERE c.id = ANY(${[...cardIds]}::uuid[]) AND ${inScope(scope, "c.site_id")}
    GROUP BY c.id HAVING count(*) = 1`;
}
