import { BANK_ZONE } from "@/lib/anytime/values/bank-zone";
import { newestOfSites } from "@/lib/db/access/newest-of-sites";
import { linkedUsers } from "@/lib/db/access/personal-data";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import type { Cursor, Page } from "@/lib/db/cursors/cursor";
import { toPage } from "@/lib/db/cursors/list-cursor";
import { foundUsers } from "@/lib/links/finding/find-users-store";
import { type LinkedUserRow, loadLinkedUsers } from "@/lib/links/users/user-rows-store";
import { NEEDS_ATTENTION } from "./attention-store";
import { type UserFilters, userListKey } from "./user-filters";

/** How a page of a list is asked for. */
interface Asked {
  readonly after: Cursor | null;
  readonly limit: number;
}

const AT = { created: "created_at", linked: "linked_at" } as const;

/**
 * One page of linked users. Without a search by keyset, newest first; a search has the likeliest first, and one page:
 * whoever is not among them is found sooner with another word than on a second page.
 */
export async function listLinkedUsers(
  scope: Scope,
  db: Db,
  filters: UserFilters,
  page: Asked,
): Promise<Page<LinkedUserRow> & { more: boolean }> {
  const search = filters.q ?? "";
  const ids =
    search === "" ? await newestIds(scope, db, filters, page) : await likeliestIds(scope, db, filters, page);
  const rows = await loadLinkedUsers(scope, db, ids);
  const more = rows.length > page.limit;
  if (search !== "") return { rows: rows.slice(0, page.limit), next: null, more };
  const cut = toPage(userListKey(filters), rows, page.limit, ({ createdAt, linkedAt, id }) => ({
    at: filters.sort === "linked" && linkedAt !== null ? linkedAt : createdAt,
    id,
  }));
  return { ...cut, more };
}

/** Everybody whom filters match, or so many of them: newest first, or the likeliest of a search. */
export async function listUserIds(
  scope: Scope,
  db: Db,
  filters: UserFilters,
  limit: number,
): Promise<string[]> {
  const page = { after: null, limit: limit - 1 };
  return (filters.q ?? "") === ""
    ? newestIds(scope, db, filters, page)
    : likeliestIds(scope, db, filters, page);
}

async function newestIds(scope: Scope, db: Db, filters: UserFilters, page: Asked): Promise<string[]> {
  const at = AT[filters.sort ?? "created"];
  const column = Prisma.raw(`u.${at}`);
  const conditions = [...matching(filters)];
  if (filters.sort === "linked") conditions.push(Prisma.sql`u.linked_at IS NOT NULL`);
  if (page.after) conditions.push(Prisma.sql`(${column}, u.id) < (${page.after.at}, ${page.after.id}::uuid)`);
  const list = { row: "u", at, from: Prisma.sql`${linkedUsers(scope)} u` };
  const where = conditions.length === 0 ? Prisma.sql`TRUE` : Prisma.join(conditions, " AND ");
  const rows = await db.$queryRaw<{ id: string }[]>(newestOfSites(scope, list, where, page.limit + 1));
  return rows.map(({ id }) => id);
}

async function likeliestIds(scope: Scope, db: Db, filters: UserFilters, page: Asked): Promise<string[]> {
  const conditions = [inScope(scope, "u.site_id"), ...matching(filters)];
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT u.id FROM (${foundUsers(scope, filters.q ?? "")}) f JOIN ${linkedUsers(scope)} u ON u.id = f.id
    WHERE ${Prisma.join(conditions, " AND ")} ORDER BY f.rank, u.name, u.id LIMIT ${page.limit + 1}`;
  return rows.map(({ id }) => id);
}

/** What a filter demands of `linked_users u`, besides the search. */
function matching(filters: UserFilters): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  const [only, ...others] = filters.state ?? [];
  // One by equality: then its index gives the order, too.
  if (only !== undefined && others.length === 0) conditions.push(Prisma.sql`u.standing = ${only}`);
  else if (only !== undefined) conditions.push(Prisma.sql`u.standing = ANY(${[only, ...others]})`);
  if (filters.attention) conditions.push(NEEDS_ATTENTION[filters.attention]);
  if (filters.unopened) conditions.push(Prisma.sql`u.unopened`);
  if ((filters.tag ?? "") !== "")
    conditions.push(
      Prisma.sql`EXISTS (SELECT 1 FROM linked_user_tags g WHERE g.linked_user_id = u.id AND g.tag = ${filters.tag})`,
    );
  if (filters.from) conditions.push(Prisma.sql`u.linked_at >= ${startOf(filters.from, 0)}`);
  if (filters.to) conditions.push(Prisma.sql`u.linked_at < ${startOf(filters.to, 1)}`);
  return conditions;
}

function startOf(day: string, days: number): Prisma.Sql {
  return Prisma.sql`((${day}::date + ${days}::int)::timestamp AT TIME ZONE ${BANK_ZONE}::text)`;
}
