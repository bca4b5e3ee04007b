import type pg from "pg";

/** An index that was put aside. */
export interface Index {
  readonly name: string;
  readonly definition: string;
}

/**
 * Drops the indexes of empty tables, except those that a constraint needs: building one afterwards takes a tenth of the
 * time. Within the caller's transaction, so that nobody ever sees the table without them.
 */
export async function putAside(client: pg.ClientBase, tables: readonly string[]): Promise<Index[]> {
  const aside: Index[] = [];
  for (const table of tables) {
    const { rowCount } = await client.query(`SELECT 1 FROM ${table} LIMIT 1`);
    if (rowCount !== 0) continue;
    const { rows } = await client.query<Index>(
      `SELECT i.relname AS name, pg_get_indexdef(x.indexrelid) AS definition
       FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
       WHERE x.indrelid = to_regclass($1) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid)`,
      [table],
    );
    for (const { name } of rows) await client.query(`DROP INDEX "${name}"`);
    aside.push(...rows);
  }
  return aside;
}

/** Builds them again. */
export async function rebuild(client: pg.ClientBase, indexes: readonly Index[]): Promise<void> {
  await client.query("SET LOCAL maintenance_work_mem = '1GB'");
  for (const { definition } of indexes) await client.query(definition);
}
