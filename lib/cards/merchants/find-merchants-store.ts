import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";

/** More merchants than this are not read one by one. */
export const MOST_MERCHANTS = 500;

/**
 * That a merchant, `alias` in the statement, has for each of these words one that begins with it. Names and merchants
 * merged with it count, too. `alias` is written by us, never by a user.
 */
export function hasWords(alias: string, words: readonly string[]): Prisma.Sql {
  // Words are folded, so nothing in them is an operator or a quote.
  const query = words.map((word) => `'${word}':*`).join(" & ");
  return Prisma.sql`array_to_tsvector(string_to_array(${Prisma.raw(alias)}.search, ' ')) @@ ${query}::tsquery`;
}

/** The merchants that have these words; `many` if they are more than can be read one by one. */
export async function findByWords(
  scope: Scope,
  db: Db,
  words: readonly string[],
): Promise<readonly string[] | "many"> {
  if (words.length === 0) return [];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM merchants m WHERE ${hasWords("m", words)} AND ${inScope(scope, "m.site_id")}
    LIMIT ${MOST_MERCHANTS + 1}`;
  return rows.length > MOST_MERCHANTS ? "many" : rows.map(({ id }) => id);
}
