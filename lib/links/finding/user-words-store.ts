import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, jsonRows } from "@/lib/db/connect/client";
import { type Findable, findableWords, WORDS_VERSION } from "./search-words";

/** A user whose words are to be written. */
interface WordedUser extends Findable {
  readonly id: string;
  readonly siteId: string;
}

/** Writes what users are found by, in the transaction that wrote the users: their rows must be locked by it. */
export async function writeUserWords(scope: Scope, tx: Db, users: readonly WordedUser[]): Promise<void> {
  if (users.length === 0) return;
  const ids = users.map(({ id }) => id);
  const rows = users.flatMap((user) =>
    findableWords(user).map((word) => ({ word, userId: user.id, siteId: user.siteId })),
  );
  await tx.$executeRaw`DELETE FROM linked_user_words WHERE linked_user_id = ANY(${ids}::uuid[])`;
  await tx.$executeRaw`
    INSERT INTO linked_user_words (site_id, word, linked_user_id)
    SELECT "siteId", word, "userId" FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS w("siteId" uuid, word text, "userId" uuid)
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    UPDATE linked_users u SET words_version = ${WORDS_VERSION}
    WHERE id = ANY(${ids}::uuid[]) AND ${inScope(scope, "u.site_id")}`;
}

/** The next users by id, of which some may have words of another version. */
export async function lockUsersToWord(scope: Scope, tx: Db, after: string, limit: number) {
  return tx.$queryRaw<(WordedUser & { isCurrent: boolean })[]>`
    SELECT id, site_id AS "siteId", name, email, external_reference AS "externalReference",
      words_version = ${WORDS_VERSION} AS "isCurrent"
    FROM linked_users u WHERE id > ${after}::uuid AND ${inScope(scope, "u.site_id")}
    ORDER BY id LIMIT ${limit} FOR NO KEY UPDATE`;
}

/** Whether any user has words of another version. */
export async function hasUnwordedUsers(scope: Scope, db: Db): Promise<boolean> {
  const [row] = await db.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM linked_users u
      WHERE words_version <> ${WORDS_VERSION} AND ${inScope(scope, "u.site_id")}) AS found`;
  return row?.found ?? false;
}
