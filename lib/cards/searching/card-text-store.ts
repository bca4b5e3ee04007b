import { may } from "@/lib/db/access/permissions";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { beginsWith } from "@/lib/db/beginning";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { wordsOfPerson } from "@/lib/search/fold";

/** More cards than this are not read one by one. */
export const MOST_CARDS = 500;
/** Shorter texts begin nearly every reference and name. */
const LEAST_LETTERS = 2;

/**
 * That a text means a card `c`: its reference begins or ends so, its account is exactly that, or all of its words, or
 * an address, begin words of its owner. A role that may not see personal data finds no card so.
 */
export function isCardMeant(scope: Scope, text: string): Prisma.Sql {
  const ways = listWays(scope, text);
  return ways.length === 0 ? Prisma.sql`FALSE` : Prisma.sql`(${Prisma.join(ways, " OR ")})`;
}

/** The same one by one: an index serves each. */
function listWays(scope: Scope, text: string): Prisma.Sql[] {
  if (!may(scope, "personal_data:read")) return [];
  const account = Prisma.sql`c.acc_id = ${text}`;
  if ([...text].length < LEAST_LETTERS) return [account];
  const lower = text.toLowerCase();
  const backwards = [...lower].reverse().join("");
  return [
    account,
    beginsWith(Prisma.sql`lower(c.card_ref)`, lower),
    beginsWith(Prisma.sql`reverse(lower(c.card_ref))`, backwards),
    ...listOwners(scope, text),
  ];
}

function listOwners(scope: Scope, text: string): Prisma.Sql[] {
  const words = wordsOfPerson(text);
  if (words.length === 0) return [];
  const users = words.map(
    (word) => Prisma.sql`SELECT w.linked_user_id FROM linked_user_words w
      WHERE ${beginsWith(Prisma.sql`w.word`, word)} AND ${inScope(scope, "w.site_id")}`,
  );
  return [Prisma.sql`c.linked_user_id IN (${Prisma.join(users, " INTERSECT ")})`];
}

/** The cards that a text means; `many` if they are more than can be read one by one. */
export async function findCardsByText(
  scope: Scope,
  db: Db,
  text: string,
): Promise<readonly string[] | "many"> {
  const mine = inScope(scope, "c.site_id");
  const ways = listWays(scope, text).map(
    (way) => Prisma.sql`(SELECT c.id FROM cards c WHERE ${way} AND ${mine} LIMIT ${MOST_CARDS + 1})`,
  );
  if (ways.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM (${Prisma.join(ways, " UNION ")}) found LIMIT ${MOST_CARDS + 1}`;
  return rows.length > MOST_CARDS ? "many" : rows.map(({ id }) => id);
}
