import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { verifyTrail } from "@/lib/audit/head";
import { recordAudit } from "@/lib/audit/record";
import { removeOldestEntries } from "@/lib/audit/remove";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { type Database, openDatabase } from "@/lib/db/connect/client";
import { grantToApp } from "@/lib/db/migrate/app-role";
import { applyMigrations } from "@/lib/db/migrate/migrate";
import { makePartitions, monthOf, partitionName, readPartitionState } from "@/lib/db/partitions";
import { removeBodies } from "@/lib/privacy/remove-bodies";
import { listPurges } from "@/lib/purges";
import { hashNewPassword } from "@/lib/staff/sign-in/password";
import { insertStaff } from "@/lib/staff/store";
import { signIn } from "../support/browser/sign-in";
import { makeClient } from "../support/client";
import { cloneTemplate } from "../support/database";
import { makeLoad } from "../support/load";
import { makeProductionSettings, startProduction } from "../support/production";

// Two roles, as deploy/roles.sql makes them, in an empty database: migrations run as one, and the server works as the
// other, which is all that it knows.
const OLGA = { email: "olga@kiosque.example", password: "four quiet tall birches" };
const PASSWORDS = { owner: "o-w-n-e-r-password", app: "a-p-p-password" };
const ROLES = readFileSync("deploy/roles.sql", "utf8")
  .replace(":'owner_password'", `'${PASSWORDS.owner}'`)
  .replace(":'app_password'", `'${PASSWORDS.app}'`);
const LATER = { timeout: 240_000 };
let empty: Awaited<ReturnType<typeof cloneTemplate>>;
let urls: { owner: string; app: string };
let settings: Record<string, string>;
let database: Database;
let app: pg.Client;

beforeAll(async () => {
  empty = await cloneTemplate("template1");
  await query(empty.url, ROLES);
  urls = urlsOf(empty.url);
  settings = await makeProductionSettings(urls.app);
  const migrated = migrate(urls);
  expect(migrated).toContain("Applied ");
  database = openDatabase(urls.app, 5);
  app = makeClient(urls.app);
  await app.connect();
}, 300_000);
afterAll(async () => {
  await app.end();
  await database.close();
  await empty.drop();
  const main = Object.assign(new URL(empty.url), { pathname: "/postgres" }).toString();
  await query(main, "DROP ROLE anytime_app, anytime_owner");
});

function urlsOf(url: string) {
  const as = (username: string, password: string) =>
    Object.assign(new URL(url), { username, password }).toString();
  return { owner: as("anytime_owner", PASSWORDS.owner), app: as("anytime_app", PASSWORDS.app) };
}

/** `npm run db:migrate`, before a server starts. @returns what it said */
function migrate({ owner, app: own }: { owner: string; app: string }): string {
  const env = { ...settings, MIGRATE_DATABASE_URL: owner, DATABASE_URL: own };
  const args = ["--import", "tsx", "scripts/migrate.ts"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    env: env as never,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout;
}

async function query(url: string, statements: string): Promise<void> {
  const client = makeClient(url);
  await client.connect();
  await client.query(statements).finally(() => client.end());
}

const keys = () => {
  const parsed = parseKeyRing(settings.ENCRYPTION_KEYS ?? "");
  if (!parsed.ok) throw new Error(parsed.problem);
  return { ring: parsed.ring, auditKey: settings.AUDIT_KEY ?? "" };
};

it("lets a server that never heard of the owner receive, process, show and record", LATER, async () => {
  const server = startProduction(settings);
  await server.ready();
  const made = await hashNewPassword(OLGA.password, OLGA.email);
  if (!made.ok) throw new Error(made.fault);
  const olga = { email: OLGA.email, name: "Olga", passwordHash: made.hash, role: "owner" } as const;
  await insertStaff(database.prisma, olga);
  const signedIn = await signIn(server.url, OLGA);
  expect(signedIn.status).toBe(200);
  const [body = Buffer.from("")] = makeLoad(1, 1);
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const sent = { method: "POST", headers, body: new Uint8Array(body) };
  expect((await fetch(server.webhookUrl, sent)).status).toBe(200);
  const count = () => database.prisma.transactionVersion.count();
  await expect.poll(count, { timeout: 30_000 }).toBe(1);
  const page = await fetch(`${server.url}/transactions`, { headers: { cookie: signedIn.cookie } });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("data-transaction");
  const entries = await database.prisma.auditEntry.findMany({ where: { actorName: "Olga" } });
  expect(entries).not.toEqual([]);
  expect(await verifyTrail(SYSTEM_SCOPE, database.prisma, keys(), null)).toMatchObject({ fits: "ok" });
  await server.stop();
  expect(server.output()).not.toMatch(/permission denied|must be owner/);
  const { rows } = await app.query<{ owner: string }>(
    `SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname !~ '^delivery_bodies'`,
  );
  expect(rows).toEqual([{ owner: "anytime_owner" }]);
});

it.each([
  "UPDATE audit_entries SET actor_name = 'nobody'",
  "DELETE FROM audit_entries",
  "SELECT set_config('anytime.audit_removal', 'oldest', false); DELETE FROM audit_entries",
  "TRUNCATE audit_entries CASCADE",
  "ALTER TABLE audit_entries DISABLE TRIGGER ALL",
  "DROP TRIGGER audit_entries_insert_only ON audit_entries",
  "CREATE TRIGGER mine BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
  "CREATE RULE mine AS ON INSERT TO audit_entries DO INSTEAD NOTHING",
  "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
  "SET session_replication_role = replica",
  "ALTER TABLE audit_entries OWNER TO anytime_app",
  "DROP TABLE audit_entries",
  "DROP TABLE staff CASCADE",
  "ALTER TABLE staff ADD COLUMN mine int",
  "CREATE TABLE mine (id int)",
  // Functions that a migration would then call instead of Postgres's own.
  "CREATE FUNCTION public.lower(varchar) RETURNS text LANGUAGE sql AS 'SELECT $1::text'",
  "CREATE SCHEMA anytime_owner",
  "DROP SCHEMA public CASCADE",
  "SET ROLE anytime_owner",
  "GRANT UPDATE ON audit_entries TO anytime_app WITH GRANT OPTION",
  "DELETE FROM _prisma_migrations",
])("does not let the server's role do: %s", async (statement) => {
  const rights =
    "SELECT has_table_privilege('audit_entries', 'UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES') AS any";
  const refusal = await app.query(statement).then(
    () => null,
    (error: unknown) => error,
  );
  // A grant that one cannot give is a warning.
  if (!statement.startsWith("GRANT")) expect(refusal).toMatchObject({ code: "42501" });
  expect((await app.query<{ any: boolean }>(rights)).rows[0]?.any).toBe(false);
});

it("reaches the trail by no foreign key, whose actions would run as the owner", async () => {
  const keyed = "SELECT 1 FROM pg_constraint WHERE contype = 'f' AND conrelid = 'audit_entries'::regclass";
  expect((await app.query(keyed)).rows).toEqual([]);
});

it("makes and removes partitions of bodies, and purges, as the server's role", async () => {
  const month = monthOf(new Date(Date.UTC(2026, 8)));
  await app.query(makePartitions("delivery_bodies", [month]));
  await app.query(makePartitions("delivery_bodies", [month]));
  expect(await readPartitionState(app, "delivery_bodies", month)).toBe("attached");
  expect(await removeBodies(SYSTEM_SCOPE, urls.app, month)).toEqual({ outcome: "removed", kept: 0 });
  expect(await readPartitionState(app, "delivery_bodies", month)).toBe("none");
  for (const { run } of listPurges(database, { API_EVENTS_DAYS: 30 })) await run();
});

it("gives the server's role the months that a restored dump gave to the owner", async () => {
  const month = monthOf(new Date(Date.UTC(2026, 7)));
  await app.query(makePartitions("delivery_bodies", [month]));
  await query(
    urls.owner,
    `ALTER TABLE anytime_bodies.${partitionName("delivery_bodies", month)} OWNER TO anytime_owner`,
  );
  await grantToApp(urls.owner, urls.app);
  expect(await removeBodies(SYSTEM_SCOPE, urls.app, month)).toEqual({ outcome: "removed", kept: 0 });
});

it("removes oldest entries as the owner, and as nobody else", async () => {
  // The newest entry always stays.
  const entry = { action: "staff.sign_in", outcome: "done" } as const;
  for (const _ of ["to be removed", "to stay"])
    await database.prisma.$transaction((tx) => recordAudit(SYSTEM_SCOPE, tx, keys(), entry));
  const cut = { before: new Date(Date.now() + 60_000), isStreamed: false };
  const owner = openDatabase(urls.owner, 2);
  try {
    await expect(removeOldestEntries(SYSTEM_SCOPE, database, keys(), cut)).rejects.toThrow(
      "permission denied",
    );
    const removed = await removeOldestEntries(SYSTEM_SCOPE, owner, keys(), cut);
    expect(removed).toMatchObject({ ok: true });
    expect(removed.ok && removed.removed).toBeGreaterThan(0);
  } finally {
    await owner.close();
  }
  expect(await verifyTrail(SYSTEM_SCOPE, database.prisma, keys(), null)).toMatchObject({ fits: "ok" });
});

it("says who must migrate, and starts with the tables of later migrations", LATER, async () => {
  const last = `(SELECT max(migration_name) FROM _prisma_migrations)`;
  await query(
    urls.owner,
    `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = ${last}`,
  );
  await expect(applyMigrations(urls.app)).rejects.toThrow("Run npm run db:migrate with MIGRATE_DATABASE_URL");
  await query(
    urls.owner,
    `UPDATE _prisma_migrations SET rolled_back_at = NULL WHERE migration_name = ${last};
     CREATE TABLE later (id int); REVOKE SELECT ON sites FROM anytime_app`,
  );
  await app.query("INSERT INTO later VALUES (1)");
  await query(urls.owner, "DROP TABLE later");
  // A server that has both migrates and grants when it starts.
  const server = startProduction({ ...settings, MIGRATE_DATABASE_URL: urls.owner });
  await server.ready();
  expect((await signIn(server.url, OLGA)).status).toBe(200);
  await server.stop("SIGKILL");
});

it("takes over the tables of a dashboard that had one role", LATER, async () => {
  const before = await cloneTemplate("template1");
  const month = monthOf(new Date());
  try {
    await query(
      before.url,
      "CREATE ROLE anytime_before LOGIN PASSWORD 'b-e-f-o-r-e'; GRANT ALL ON SCHEMA public TO anytime_before",
    );
    const one = Object.assign(new URL(before.url), { username: "anytime_before", password: "b-e-f-o-r-e" });
    await applyMigrations(one.toString());
    await query(one.toString(), makePartitions("delivery_bodies", [month]));
    // The roles are there already: they belong to all databases.
    await query(before.url, ROLES.replaceAll(/^CREATE ROLE.*$/gm, ""));
    await query(before.url, "REASSIGN OWNED BY anytime_before TO anytime_owner");
    const now = urlsOf(before.url);
    expect(migrate(now)).toContain("Nothing to apply");
    expect(migrate(now)).toContain("Nothing to apply");
    await query(now.app, makePartitions("delivery_bodies", [month, monthOf(new Date(), 1)]));
    await expect(query(now.app, "CREATE TABLE mine (id int)")).rejects.toMatchObject({ code: "42501" });
    await expect(query(now.app, "DELETE FROM audit_entries")).rejects.toMatchObject({ code: "42501" });
  } finally {
    await query(before.url, "DROP OWNED BY anytime_before; DROP ROLE anytime_before");
    await before.drop();
  }
});

it.each([
  [
    // A member of each other is what Postgres itself refuses.
    "REVOKE anytime_app FROM anytime_owner; GRANT anytime_owner TO anytime_app",
    "REVOKE anytime_owner FROM anytime_app; GRANT anytime_app TO anytime_owner",
    "is a superuser, or a member",
  ],
  [
    "GRANT CREATE ON SCHEMA public TO PUBLIC",
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "may create functions or schemas",
  ],
  [
    "REVOKE anytime_app FROM anytime_owner",
    "GRANT anytime_app TO anytime_owner",
    "must be a member of DATABASE_URL's",
  ],
  [
    "ALTER ROLE anytime_app RESET search_path",
    "ALTER ROLE anytime_app SET search_path = public, anytime_bodies",
    "at the end of its search_path",
  ],
])("refuses roles that would bind nobody, or not work: %s", async (wrong, right, sentence) => {
  await query(empty.url, wrong);
  await expect(grantToApp(urls.owner, urls.app)).rejects.toThrow(sentence);
  await query(empty.url, right);
  await grantToApp(urls.owner, urls.app);
});

it("refuses one role for both, and a superuser", async () => {
  await expect(grantToApp(urls.owner, urls.owner)).rejects.toThrow("have the same role");
  await expect(grantToApp(urls.owner, empty.url)).rejects.toThrow("is a superuser, or a member");
});
