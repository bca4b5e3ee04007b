import type pg from "pg";
import { parseDatabaseUrl } from "@/lib/db/connect/database-url";
import { PARTITION_SCHEMA } from "@/lib/db/partitions";
import { openMigrationClient, takeMigrationLock } from "./migration-lock";

/** What the app's role may do with a table that it may not do everything with. */
const NARROW = {
  audit_entries: "SELECT, INSERT",
  _prisma_migrations: "SELECT",
} as const;

/**
 * Gives the app's role what it uses, where another role owns the tables: it reads and writes rows, adds entries to the
 * audit trail and changes none, and owns the table of bodies, whose partitions come and go while it runs.
 *
 * @param ownerUrl connection URL of the tables' owner, direct
 * @param appUrl connection URL of the app; only its user counts
 * @throws Error with a sentence if the app's role can give itself what is not granted
 */
export async function grantToApp(ownerUrl: string, appUrl: string): Promise<void> {
  const parsed = parseDatabaseUrl(appUrl);
  const role = parsed.ok ? parsed.address.user : undefined;
  if (role === undefined) throw new Error("DATABASE_URL names no user to give the tables to.");
  const client = await openMigrationClient(ownerUrl);
  try {
    await refuseMighty(client, role);
    await takeMigrationLock(client);
    await client.query("BEGIN");
    // Deliveries wait behind whoever waits for a table.
    await client.query("SET LOCAL lock_timeout = '2s'");
    const { rows } = await client.query<{ schema: string }>("SELECT quote_ident(current_schema()) AS schema");
    const names = { schema: rows[0]?.schema ?? "public", app: client.escapeIdentifier(role) };
    await client.query(writeGrants(names));
    await giveBodies(client, names);
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}

/** How the app's role stands to ours, and what it may do by itself. */
interface Standing {
  readonly same: boolean;
  /** It can become the owner, or is bound by nothing. */
  readonly mighty: boolean;
  /** It can make functions that the owner then runs, or schemas that hide ours. */
  readonly planting: boolean;
  readonly ours: boolean;
  readonly partitions: boolean;
}

async function refuseMighty(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<Standing>(
    `SELECT rolname = current_user AS same, rolsuper OR pg_has_role(rolname, current_user, 'MEMBER') AS mighty,
       has_schema_privilege(rolname, current_schema(), 'CREATE')
         OR has_database_privilege(rolname, current_database(), 'CREATE') AS planting,
       pg_has_role(current_user, rolname, 'MEMBER') AS ours,
       COALESCE(has_schema_privilege(rolname, to_regnamespace($2)::oid, 'CREATE'), false) AND EXISTS (
         SELECT 1 FROM pg_db_role_setting, unnest(setconfig) AS set
         WHERE setrole = pg_roles.oid AND set ~ '^search_path=' AND set ~ $2) AS partitions
     FROM pg_roles WHERE rolname = $1`,
    [role, PARTITION_SCHEMA],
  );
  const problem = problemOf(rows[0]);
  if (problem !== null) throw new Error(problem);
}

function problemOf(standing: Standing | undefined): string | null {
  if (standing === undefined) return "The role of DATABASE_URL does not exist: deploy/roles.sql makes it.";
  if (standing.same) return "MIGRATE_DATABASE_URL and DATABASE_URL have the same role: leave out the first.";
  if (standing.mighty)
    return (
      "The role of DATABASE_URL is a superuser, or a member of the tables' owner: it could change the audit trail. " +
      "Make a role of its own for it, as deploy/roles.sql does."
    );
  if (standing.planting)
    return (
      "The role of DATABASE_URL may create functions or schemas that the tables' owner would use. Take that from it " +
      "and from PUBLIC, as deploy/roles.sql does."
    );
  if (!standing.ours || !standing.partitions)
    return (
      `The role of MIGRATE_DATABASE_URL must be a member of DATABASE_URL's, which needs the schema ${PARTITION_SCHEMA} ` +
      "at the end of its search_path: see deploy/roles.sql."
    );
  return null;
}

/** Both as they are written in a statement. */
interface Names {
  readonly schema: string;
  readonly app: string;
}

function writeGrants({ schema, app }: Names): string {
  const narrow = Object.entries(NARROW).flatMap(([table, rights]) => [
    `REVOKE ALL ON ${schema}.${table} FROM ${app}, PUBLIC`,
    `GRANT ${rights} ON ${schema}.${table} TO ${app}`,
  ]);
  return [
    `GRANT USAGE ON SCHEMA ${schema} TO ${app}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${app}`,
    `GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${app}`,
    // Between a later migration and this.
    `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app}`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO ${app}`,
    ...narrow,
  ].join(";\n");
}

/**
 * Only the owner of a table attaches and detaches partitions, and no function can detach one concurrently. A dump that
 * was restored as the owner gave it the months, too.
 */
async function giveBodies(client: pg.Client, { schema, app }: Names): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c
     WHERE c.relnamespace IN ($2::regnamespace, to_regnamespace($3)) AND c.relkind IN ('r', 'p')
       AND c.relname ~ '^delivery_bodies(_\\d{4,}_\\d{2})?$' AND c.relowner <> $1::regrole`,
    [app, schema, PARTITION_SCHEMA],
  );
  if (rows.length === 0) return;
  // Whoever is given a table must be allowed to create one: here alone, and nobody sees it before the end.
  await client.query(`GRANT CREATE ON SCHEMA ${schema} TO ${app}`);
  for (const { name } of rows) await client.query(`ALTER TABLE ${name} OWNER TO ${app}`);
  await client.query(`REVOKE CREATE ON SCHEMA ${schema} FROM ${app}`);
}
