import { inScope, type Scope } from "@/lib/db/access/scope";
import { mergedUp } from "@/lib/db/called-merchant";
import { type Db, jsonRows, Prisma } from "@/lib/db/connect/client";
import { type KnownAs, searchWords } from "./search-words";

/**
 * The merchant that a merchant was merged into, and that one, to the end: itself if it was not. For a SELECT list: it is
 * evaluated for each row that is shown, and never decides which. `column` is written by us, never by a user, and is not of
 * a table called `one`.
 */
export function rootOf(column: string): Prisma.Sql {
  return Prisma.raw(`(${mergedUp(column)} SELECT up.id FROM up WHERE up.merged_into_id IS NULL)`);
}

/** Merchants and all that were merged into them, directly or not, as a table of (root, id). */
function withMerged(scope: Scope, ids: readonly string[]): Prisma.Sql {
  return Prisma.sql`WITH RECURSIVE down AS (
      SELECT m.id AS root, m.id FROM merchants m WHERE m.id = ANY(${[...ids]}::uuid[]) AND ${inScope(scope, "m.site_id")}
      UNION SELECT down.root, m.id FROM down JOIN merchants m ON m.merged_into_id = down.id
    )`;
}

/** The ids of a merchant and of all that were merged into it: its payments point to any of them. */
export async function listMerged(scope: Scope, db: Db, merchantId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    ${withMerged(scope, [merchantId])} SELECT id FROM down ORDER BY id`;
  return rows.map(({ id }) => id);
}

/** Writes anew what merchants, and all merged with them, are found by. */
export async function refreshSearch(scope: Scope, tx: Db, ids: readonly string[]): Promise<void> {
  const roots = await tx.$queryRaw<{ root: string }[]>`
    SELECT DISTINCT ${rootOf("n.id")} AS root FROM merchants n
    WHERE n.id = ANY(${[...new Set(ids)]}::uuid[]) AND ${inScope(scope, "n.site_id")}`;
  const families = new Map<string, (KnownAs & { id: string })[]>();
  for (const { root, ...member } of await tx.$queryRaw<(KnownAs & { root: string; id: string })[]>`
    ${withMerged(
      scope,
      roots.map(({ root }) => root),
    )}
    SELECT down.root, m.id, m.normalised, m.name, m.alias FROM down JOIN merchants m ON m.id = down.id`)
    families.set(root, [...(families.get(root) ?? []), member]);
  const rows = [...families.values()].flatMap((members) => {
    const search = searchWords(members);
    return members.map(({ id }) => ({ id, search }));
  });
  await tx.$executeRaw`
    UPDATE merchants m SET search = n.search
    FROM jsonb_to_recordset(${jsonRows(rows)}::jsonb) AS n(id uuid, search text)
    WHERE m.id = n.id AND m.search <> n.search`;
}
