import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, insistOnSite, type Scope } from "@/lib/db/access/scope";
import { type Db, jsonRows } from "@/lib/db/connect/client";
import { readDistinct } from "@/lib/db/skip-scan";

/** A user whose tags changed. */
interface Tagged {
  readonly id: string;
  readonly siteId: string;
}

/** Tags that a person can have. */
const MOST_TAGS = 20;
/** Different tags that are offered. */
const MOST_OFFERED = 200;

/** Gives users tags, as long as they have few. @returns the users who did not have all of them */
export async function insertTags(
  scope: Scope,
  tx: Db,
  userIds: readonly string[],
  tags: readonly string[],
): Promise<Tagged[]> {
  return tx.$queryRaw<Tagged[]>`
    WITH given AS (
      INSERT INTO linked_user_tags (linked_user_id, tag, site_id)
      SELECT u.id, t.tag, u.site_id FROM ${linkedUsers(scope)} u CROSS JOIN unnest(${[...tags]}::text[]) AS t(tag)
      WHERE u.id = ANY(${[...userIds]}::uuid[]) AND ${inScope(scope, "u.site_id")} AND (SELECT count(*) FROM linked_user_tags o WHERE o.linked_user_id = u.id) < ${MOST_TAGS}
      ON CONFLICT DO NOTHING RETURNING linked_user_id, site_id
    ) SELECT DISTINCT linked_user_id AS id, site_id AS "siteId" FROM given`;
}

/** Gives each of several users of a site tags of their own, as long as they have few. */
export async function insertTagsOf(
  scope: Scope,
  tx: Db,
  siteId: string,
  users: readonly { readonly id: string; readonly tags: readonly string[] }[],
): Promise<void> {
  insistOnSite(scope, siteId);
  const rows = users.flatMap(({ id, tags }) => tags.map((tag) => ({ id, tag })));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO linked_user_tags (linked_user_id, tag, site_id)
    SELECT n.id, n.tag, ${siteId}::uuid FROM (
      SELECT r.id, r.tag, row_number() OVER (PARTITION BY r.id ORDER BY r.tag) AS place
      FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS r(id uuid, tag text)
      WHERE NOT EXISTS (SELECT 1 FROM linked_user_tags h WHERE h.linked_user_id = r.id AND h.tag = r.tag)
    ) n
    WHERE (SELECT count(*) FROM linked_user_tags o WHERE o.linked_user_id = n.id) + n.place <= ${MOST_TAGS}
    ON CONFLICT DO NOTHING`;
}

/** Takes a tag from users. @returns those who had it */
export async function deleteTags(
  scope: Scope,
  tx: Db,
  userIds: readonly string[],
  tag: string,
): Promise<Tagged[]> {
  return tx.$queryRaw<Tagged[]>`
    DELETE FROM linked_user_tags t WHERE linked_user_id = ANY(${[...userIds]}::uuid[]) AND tag = ${tag}
      AND ${inScope(scope, "t.site_id")} RETURNING linked_user_id AS id, site_id AS "siteId"`;
}

/** The tags that are in use, in order. */
export async function listTags(scope: Scope, db: Db): Promise<string[]> {
  return readDistinct(scope, db, {
    table: "linked_user_tags",
    column: "tag",
    where: "TRUE",
    most: MOST_OFFERED,
  });
}
