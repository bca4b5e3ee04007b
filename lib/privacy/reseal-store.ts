import { NO_SITE } from "@/lib/audit/details";
import { SEAL_VERSION } from "@/lib/crypto/seal";
import { inScope, type Scope, type SystemScope } from "@/lib/db/access/scope";
import { type Db, hexBytes, jsonRows, Prisma } from "@/lib/db/connect/client";

/** Where secrets are stored, and the placement of each seal. Audit details are sealed with keys of audit_subjects. */
export const SEALED_COLUMNS = {
  delivery_bodies: {
    column: "sealed",
    from: "delivery_bodies r JOIN deliveries d ON d.id = r.id OR d.body_id = r.id",
    row: "COALESCE(d.replay_of_id, d.id)",
    site: "d.site_id",
    place: "deliveries",
  },
  api_tokens: {
    column: "token_sealed",
    from: "api_tokens r",
    row: "r.id",
    site: "r.site_id",
    place: "api_tokens",
  },
  connect_sessions: {
    column: "secret_sealed",
    from: "connect_sessions r",
    row: "r.id",
    site: "r.site_id",
    place: "connect_sessions",
  },
  site_credentials: {
    column: "ref_sealed",
    from: "site_credentials r",
    row: "r.site_id",
    site: "r.site_id",
    place: "sites",
  },
  bank_api_keys: {
    column: "private_sealed",
    from: "bank_api_keys r",
    row: "r.id",
    site: "r.site_id",
    place: "bank_api_keys",
  },
  connect_events: {
    column: "detail_sealed",
    from: "connect_events r JOIN connect_attempts a ON a.id = r.attempt_id JOIN connect_sessions s ON s.id = a.session_id",
    row: "r.id",
    site: "s.site_id",
    place: "connect_events",
  },
  api_answers: {
    column: "body_sealed",
    from: "api_answers r",
    row: "r.id",
    site: "r.site_id",
    place: "api_answers",
  },
  staff_totp: {
    column: "secret_sealed",
    from: "staff_totp r",
    row: "r.id",
    site: `'${NO_SITE}'::uuid`,
    place: "staff_totp",
  },
  audit_subjects: {
    column: "key_sealed",
    from: "audit_subjects r",
    row: "r.id",
    site: `'${NO_SITE}'::uuid`,
    place: "audit_subjects",
  },
} as const;
export type SealedTable = keyof typeof SEALED_COLUMNS;

/** A sealed value under an older key, and its placement. */
export interface SealedRow {
  readonly id: string;
  readonly boundTo: string;
  readonly siteId: string;
  readonly sealed: Uint8Array;
}

/** The envelope names its key: a version, the name's length, the name. */
const kidOf = (column: string) => Prisma.raw(`substring(r.${column} FROM 3 FOR get_byte(r.${column}, 1))`);

/** What is to be sealed anew: under another key, or before keys were derived by table and month. */
function isOlder(column: string, kid: string): Prisma.Sql {
  const version = Prisma.raw(`get_byte(r.${column}, 0)`);
  return Prisma.sql`(${kidOf(column)} <> convert_to(${kid}, 'LATIN1') OR ${version} < ${SEAL_VERSION})`;
}

/** How many values of a table are to be sealed anew. */
export async function countOlder(scope: Scope, db: Db, table: SealedTable, kid: string): Promise<number> {
  const { column, from, site } = SEALED_COLUMNS[table];
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM ${Prisma.raw(from)}
    WHERE r.${Prisma.raw(column)} IS NOT NULL AND ${isOlder(column, kid)} AND ${inScope(scope, site)}`;
  return row?.count ?? 0;
}

/** The next of them, in id order. */
export async function listOlder(
  scope: Scope,
  db: Db,
  table: SealedTable,
  page: { kid: string; after: string; limit: number },
): Promise<SealedRow[]> {
  const { column, from, row, site } = SEALED_COLUMNS[table];
  return db.$queryRaw<SealedRow[]>`
    SELECT r.id, ${Prisma.raw(row)} AS "boundTo", ${Prisma.raw(site)} AS "siteId", r.${Prisma.raw(column)} AS sealed
    FROM ${Prisma.raw(from)}
    WHERE r.${Prisma.raw(column)} IS NOT NULL AND ${isOlder(column, page.kid)}
      AND r.id > ${page.after}::uuid AND ${inScope(scope, site)}
    ORDER BY r.id LIMIT ${page.limit}`;
}

/** Replaces envelopes that are still the old ones; what changed in between stays. @returns how many */
export async function replaceSealed(
  _: SystemScope,
  db: Db,
  table: SealedTable,
  rows: readonly { id: string; before: Uint8Array; after: Uint8Array }[],
): Promise<number> {
  const column = Prisma.raw(SEALED_COLUMNS[table].column);
  const given = rows.map(({ id, before, after }) => ({
    id,
    before: hexBytes(before),
    after: hexBytes(after),
  }));
  return db.$executeRaw`
    UPDATE ${Prisma.raw(table)} t SET ${column} = n.after
    FROM jsonb_to_recordset(${jsonRows(given)}::jsonb) AS n(id uuid, before bytea, after bytea)
    WHERE t.id = n.id AND t.${column} = n.before`;
}

/** Values of a table that one key opens. */
export interface KeyCount {
  readonly kid: string;
  /** How many of them were sealed before keys were derived by table and month. */
  readonly first: number;
  readonly count: number;
}

/**
 * What the next values of a table are sealed with, in id order: a table may be too large for one statement.
 *
 * @returns the last id that was looked at; null if there were none left
 */
export async function countByKey(
  _: SystemScope,
  db: Db,
  table: SealedTable,
  page: { after: string; limit: number },
): Promise<{ last: string | null; rows: number; counts: readonly KeyCount[] }> {
  const { column } = SEALED_COLUMNS[table];
  const rows = await db.$queryRaw<
    { kid: string | null; first: number; count: number; rows: number; last: string }[]
  >`
    WITH page AS (
      SELECT id, ${Prisma.raw(column)} AS sealed FROM ${Prisma.raw(table)}
      WHERE id > ${page.after}::uuid ORDER BY id LIMIT ${page.limit}
    )
    SELECT convert_from(substring(sealed FROM 3 FOR get_byte(sealed, 1)), 'LATIN1') AS kid,
      count(*) FILTER (WHERE sealed IS NOT NULL)::int AS count,
      count(*) FILTER (WHERE get_byte(sealed, 0) < ${SEAL_VERSION})::int AS first,
      count(*)::int AS rows, (array_agg(id ORDER BY id DESC))[1]::text AS last
    FROM page GROUP BY 1`;
  return {
    last:
      rows
        .map(({ last }) => last)
        .sort()
        .at(-1) ?? null,
    rows: rows.reduce((sum, group) => sum + group.rows, 0),
    counts: rows.flatMap(({ kid, first, count }) => (kid === null ? [] : [{ kid, first, count }])),
  };
}

/** About how many rows a table has, for telling how far a count is. */
export async function estimateRows(_: SystemScope, db: Db, table: SealedTable): Promise<number> {
  const [row] = await db.$queryRaw<{ rows: number }[]>`
    SELECT GREATEST(sum(c.reltuples), 0)::float8 AS rows FROM pg_class c
    WHERE c.oid = ${table}::regclass OR c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = ${table}::regclass)`;
  return row?.rows ?? 0;
}
