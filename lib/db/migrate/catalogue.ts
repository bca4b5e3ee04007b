import type pg from "pg";

/** Everything in a schema: what exists, and every property that must be equal. */
export type Catalogue = ReadonlyMap<string, string>;

/** Something to query: a client, or a pool. */
type Queryable = Pick<pg.ClientBase, "query">;

// Which months of a partitioned table there are depends on the time, and says nothing of who made the schema.
const OURS = `c.relnamespace = current_schema()::regnamespace AND c.relname <> '_prisma_migrations' AND NOT c.relispartition
  AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.objid = c.oid AND e.deptype = 'e')`;

// Names are written without their schema if that is the current one, so that two schemas can be compared. The order of
// columns is left out: it is the order in which they were added, and no statement of ours depends on it.
const PARTS: readonly string[] = [
  `SELECT 'table ' || c.relname AS name, concat_ws(' ', replace(c.relkind::text, 'p', 'r'), c.relpersistence, c.relrowsecurity) AS definition
   FROM pg_class c WHERE c.relkind NOT IN ('i', 'I', 'S', 't') AND ${OURS}`,
  `SELECT 'column ' || c.relname || '.' || attname,
     concat_ws(' ', format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'not null' END,
       'default ' || pg_get_expr(adbin, adrelid, true), attidentity, attgenerated, attcollation::regcollation)
   FROM pg_class c JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
     LEFT JOIN pg_attrdef ON adrelid = c.oid AND adnum = attnum
   WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${OURS}`,
  `SELECT 'partitioning ' || c.relname || ' ' || pg_get_partkeydef(c.oid), '' FROM pg_class c WHERE c.relkind = 'p' AND ${OURS}`,
  `SELECT 'index ' || i.relname,
     replace(pg_get_indexdef(indexrelid, 0, true), ' ON ONLY ', ' ON ') || CASE WHEN indisvalid THEN '' ELSE ' (invalid)' END
   FROM pg_index JOIN pg_class i ON i.oid = indexrelid JOIN pg_class c ON c.oid = indrelid WHERE ${OURS}`,
  // From Postgres 18 on, "not null" is also a constraint; every version reports it with columns.
  `SELECT 'constraint ' || c.relname || '.' || conname, pg_get_constraintdef(k.oid, true)
   FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid WHERE contype <> 'n' AND ${OURS}`,
  `SELECT 'enum ' || typname, string_agg(enumlabel, ' ' ORDER BY enumsortorder)
   FROM pg_enum JOIN pg_type t ON t.oid = enumtypid WHERE typnamespace = current_schema()::regnamespace
   GROUP BY typname`,
  `SELECT 'sequence ' || c.relname,
     concat_ws(' ', format_type(seqtypid, NULL), seqstart, seqincrement, seqmin, seqmax, seqcycle)
   FROM pg_sequence JOIN pg_class c ON c.oid = seqrelid WHERE ${OURS}`,
  `SELECT 'trigger ' || c.relname || '.' || tgname, pg_get_triggerdef(g.oid, true)
   FROM pg_trigger g JOIN pg_class c ON c.oid = tgrelid WHERE NOT tgisinternal AND ${OURS}`,
];

/** Reads what the current schema consists of, except the table of migrations. */
export async function readCatalogue(db: Queryable): Promise<Catalogue> {
  const { rows } = await db.query<{ name: string; definition: string }>(
    `${PARTS.join(" UNION ALL ")} ORDER BY name`,
  );
  return new Map(rows.map(({ name, definition }) => [name, definition]));
}

/** Names that two catalogues do not share, or define differently. */
export function findDifferences(one: Catalogue, other: Catalogue): string[] {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => one.get(name) !== other.get(name)).sort();
}
