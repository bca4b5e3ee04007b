import { may } from "@/lib/db/access/permissions";
import type { Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { newId } from "@/lib/db/id";
import { LIST_NEEDS, type ListName } from "./lists";

/** A view of a list that was kept under a name. */
export interface SavedView {
  readonly id: string;
  readonly name: string;
  /** What it keeps of an address: filters, order and columns. */
  readonly query: string;
  /** Everybody sees it. */
  readonly shared: boolean;
  readonly byId: string;
  readonly by: string;
}

/** What of a view is to be another. */
export interface ViewChange {
  readonly name?: string | undefined;
  readonly query?: string | undefined;
  readonly shared?: boolean | undefined;
}

/** Views that one member of staff can keep of a list. */
const MOST_VIEWS = 100;
const MOST_LISTED = 300;

/** A view that looks for words: whoever may not see personal data gets none of them from others. */
const ASKS_WORDS = Prisma.sql`v.query ~ '(^|[?&])q='`;

/** A view may look for people of any site that its maker sees. */
const SEES_ITS_SITES = Prisma.sql`(me.every_site OR (NOT s.every_site AND s.site_ids <@ me.site_ids))`;

/** The views of a list that whoever asks may open: their own, and those that are shared. */
export async function listViews(scope: Scope, db: Db, list: ListName): Promise<SavedView[]> {
  if (scope.actor.id === null || !may(scope, LIST_NEEDS[list])) return [];
  return db.$queryRaw<SavedView[]>`
    SELECT v.id, v.name, v.query, v.shared, v.staff_id AS "byId", s.name AS by
    FROM saved_views v JOIN staff s ON s.id = v.staff_id JOIN staff me ON me.id = ${scope.actor.id}::uuid
    WHERE v.list = ${list} AND (v.staff_id = me.id OR (${seesShared(scope)} AND ${SEES_ITS_SITES}))
    ORDER BY lower(v.name), v.id LIMIT ${MOST_LISTED}`;
}

function seesShared(scope: Scope): Prisma.Sql {
  return may(scope, "personal_data:read")
    ? Prisma.sql`v.shared`
    : Prisma.sql`(v.shared AND NOT ${ASKS_WORDS})`;
}

/** Keeps a view. @returns its id; why not, if it is not kept */
export async function insertView(
  scope: Scope,
  tx: Db,
  view: { readonly list: ListName } & Pick<SavedView, "name" | "query" | "shared">,
): Promise<string | "name_taken" | "too_many"> {
  const { list, name, query, shared } = view;
  const [own] = await tx.$queryRaw<{ count: number; taken: boolean }[]>`
    SELECT count(*)::int AS count, COALESCE(bool_or(lower(name) = lower(${name})), FALSE) AS taken FROM saved_views
    WHERE list = ${list} AND staff_id = ${scope.actor.id}::uuid`;
  if (own?.taken === true) return "name_taken";
  if ((own?.count ?? 0) >= MOST_VIEWS) return "too_many";
  const id = newId();
  await tx.$executeRaw`
    INSERT INTO saved_views (id, list, staff_id, name, query, shared, created_at)
    VALUES (${id}::uuid, ${list}, ${scope.actor.id}::uuid, ${name}, ${query}, ${shared}, now())`;
  return id;
}

/** The view, if whoever asks may change it: their own, or a shared one with the permission for that. */
export async function lockView(
  scope: Scope,
  tx: Db,
  id: string,
): Promise<(SavedView & { readonly list: ListName }) | null> {
  const [view] = await tx.$queryRaw<(SavedView & { list: ListName })[]>`
    SELECT v.id, v.list, v.name, v.query, v.shared, v.staff_id AS "byId", s.name AS by
    FROM saved_views v JOIN staff s ON s.id = v.staff_id WHERE v.id = ${id}::uuid AND ${mayChange(scope)} FOR UPDATE OF v`;
  return view === undefined || !may(scope, LIST_NEEDS[view.list]) ? null : view;
}

/** Changes a view that was locked. @returns false if its owner has another of that name */
export async function updateView(
  scope: Scope,
  tx: Db,
  view: SavedView & { readonly list: ListName },
  { name = view.name, query = view.query, shared = view.shared }: ViewChange,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE saved_views v SET name = ${name}, query = ${query}, shared = ${shared}
    WHERE v.id = ${view.id}::uuid AND ${mayChange(scope)} AND NOT EXISTS (
      SELECT 1 FROM saved_views o
      WHERE o.list = v.list AND o.staff_id = v.staff_id AND lower(o.name) = lower(${name}) AND o.id <> v.id)`;
  return count === 1;
}

/** Removes a view that was locked. */
export async function deleteView(scope: Scope, tx: Db, id: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM saved_views v WHERE v.id = ${id}::uuid AND ${mayChange(scope)}`;
}

function mayChange(scope: Scope): Prisma.Sql {
  const theirs = Prisma.sql`v.staff_id = ${scope.actor.id}::uuid`;
  // What everybody sees is changed by nobody who may no longer share.
  const own = may(scope, "views:share") ? theirs : Prisma.sql`(${theirs} AND NOT v.shared)`;
  return may(scope, "views:manage") ? Prisma.sql`(v.shared OR ${own})` : own;
}
