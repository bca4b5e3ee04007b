import { escapeDirections } from "@/lib/anytime/values/visible-text";
import { inScope, type Scope } from "@/lib/db/access/scope";
import { type Db, Prisma } from "@/lib/db/connect/client";
import { wordsOf } from "@/lib/search/fold";
import { rootOf } from "./families-store";
import { hasWords } from "./find-merchants-store";

/** A merchant as people see it. */
export interface NamedMerchant {
  readonly id: string;
  /** What staff call it, or the bank. */
  readonly name: string;
}

/** A merchant that was looked for. */
export interface FoundMerchant extends NamedMerchant {
  readonly siteId: string;
}

/** A merchant, with what it was merged into and what was merged into it. */
export interface MerchantDetail extends NamedMerchant {
  readonly siteId: string;
  readonly seenAs: string;
  readonly alias: string | null;
  /** null if it was not merged. */
  readonly mergedInto: NamedMerchant | null;
  readonly merged: readonly NamedMerchant[];
}

const NAME = Prisma.raw("COALESCE(m.alias, m.name)");

/** A merchant, or null if the scope has none with this id. */
export async function readMerchant(scope: Scope, db: Db, id: string): Promise<MerchantDetail | null> {
  const [row] = await db.$queryRaw<
    {
      id: string;
      siteId: string;
      name: string;
      alias: string | null;
      root: string;
      mergedIntoId: string | null;
    }[]
  >`
    SELECT m.id, m.site_id AS "siteId", m.name, m.alias, m.merged_into_id AS "mergedIntoId", ${rootOf("m.id")} AS root
    FROM merchants m WHERE m.id = ${id}::uuid AND ${inScope(scope, "m.site_id")}`;
  if (row === undefined) return null;
  const others = await db.$queryRaw<(NamedMerchant & { parentId: string | null })[]>`
    SELECT m.id, ${NAME} AS name, m.merged_into_id AS "parentId" FROM merchants m
    WHERE (m.id = ${row.root}::uuid OR m.merged_into_id = ${id}::uuid) AND m.site_id = ${row.siteId}::uuid
    ORDER BY 2, 1 LIMIT 200`;
  const show = ({ id: otherId, name }: NamedMerchant) => ({ id: otherId, name: escapeDirections(name) });
  const into = others.find((other) => other.id === row.root && row.root !== row.id);
  return {
    id: row.id,
    siteId: row.siteId,
    name: escapeDirections(row.alias ?? row.name),
    seenAs: escapeDirections(row.name),
    alias: row.alias,
    mergedInto: into === undefined ? null : show(into),
    merged: others.filter(({ parentId }) => parentId === row.id).map(show),
  };
}

/**
 * Merchants whose words begin like these, to choose from: none that was merged, shortest names first.
 *
 * @param search `beside` leaves out one merchant, and those of other sites
 */
export async function searchMerchants(
  scope: Scope,
  db: Db,
  search: { text: string; beside?: { id: string; siteId: string } },
  limit: number,
): Promise<FoundMerchant[]> {
  const words = wordsOf(search.text);
  if (words.length === 0) return [];
  const beside =
    search.beside === undefined
      ? Prisma.sql`TRUE`
      : Prisma.sql`m.site_id = ${search.beside.siteId}::uuid AND m.id <> ${search.beside.id}::uuid`;
  const rows = await db.$queryRaw<FoundMerchant[]>`
    SELECT m.id, ${NAME} AS name, m.site_id::text AS "siteId" FROM merchants m
    WHERE ${inScope(scope, "m.site_id")} AND ${beside} AND m.merged_into_id IS NULL AND ${hasWords("m", words)}
    ORDER BY length(m.normalised), 2, 1 LIMIT ${limit}`;
  return rows.map((row) => ({ ...row, name: escapeDirections(row.name) }));
}
