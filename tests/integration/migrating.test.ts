import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MIGRATION_LOCK } from "@/lib/db/locks";
import { applyMigrations, missingMigrations } from "@/lib/db/migrate/migrate";
import { readMigrationFiles } from "@/lib/db/migrate/migration-files";
import { FILTERS, withSchemaEngine } from "@/lib/db/migrate/schema-engine";
import { BENCH_PARTNER_REF, makeBodies } from "../bench/bodies";
import { makeClient } from "../support/client";
import { createTestDatabase, inEmptyDatabase } from "../support/database";
import { makeReceiver } from "../support/facts/deliver";
import { makeSite } from "../support/facts/factories";
import { makeProject } from "../support/projects";

const INDEX = "29990101000000_slow_index";
const BUILD = "CREATE INDEX CONCURRENTLY deliveries_try_idx ON deliveries (current_try);";
const COLUMN = "29990102000000_column";
const ADD = "ALTER TABLE deliveries ADD COLUMN extra text;\nUPDATE sites SET name = name;";
const LIMITS = { waitMs: 100, tries: 1_000, pauseMs: 50 };

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let project: Awaited<ReturnType<typeof makeProject>>;
let others: pg.Client[];

beforeEach(async () => {
  database = await createTestDatabase();
  project = await makeProject();
  others = [];
});
afterEach(async () => {
  for (const other of others) await other.end();
  await project.remove();
  await database.close();
});

async function connect(): Promise<pg.Client> {
  const client = makeClient(database.url);
  await client.connect();
  others.push(client);
  return client;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}

/** Whether some session that migrates waits, as Postgres tells it. */
async function isMigratorWaiting(like = "%"): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'anytime-dashboard migrate'
       AND wait_event_type = 'Lock' AND query LIKE $1`,
    [like],
  );
  return rowCount !== 0;
}

const isValid = async (index: string) =>
  (await database.pool.query("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)", [index]))
    .rows[0]?.indisvalid;

const historyOf = async (name: string) =>
  (
    await database.pool.query(
      `SELECT finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS "rolledBack", logs,
         applied_steps_count AS steps FROM _prisma_migrations WHERE migration_name = $1 ORDER BY started_at`,
      [name],
    )
  ).rows;

describe("what is noted of migrations", () => {
  it("is what Prisma's own engine understands", async () => {
    await inEmptyDatabase(async (client, url) => {
      const files = await readMigrationFiles(process.cwd());
      expect(await applyMigrations(url)).toEqual(files.map(({ name }) => name));
      const schema = await readFile("prisma/schema.prisma", "utf8");
      const migrationDirectories = files.map(({ name, sql }) => ({
        path: name,
        migrationFile: { path: "migration.sql", content: { tag: "ok", value: sql } },
      }));
      const lockfile = { path: "migration_lock.toml", content: 'provider = "postgresql"\n' };
      const list = { baseDir: path.resolve("prisma/migrations"), lockfile, shadowDbInitScript: "" };
      const applied = await withSchemaEngine(url, schema, (engine) =>
        engine.applyMigrations({ migrationsList: { ...list, migrationDirectories }, filters: FILTERS }),
      );
      expect(applied.appliedMigrationNames).toEqual([]);
      const { rows } = await client.query(
        "SELECT checksum, finished_at >= started_at AS ended, applied_steps_count AS steps FROM _prisma_migrations ORDER BY migration_name",
      );
      expect(rows).toEqual(files.map(({ checksum }) => ({ checksum, ended: true, steps: 1 })));
    });
  });

  it("says why one failed; nothing of it is left, and mended it is applied", async () => {
    await project.add(COLUMN, `${ADD}\nSELECT 1 / 0;`);
    await expect(applyMigrations(database.url, { root: project.root })).rejects.toThrow(
      /^Migration 29990102000000_column failed: division by zero\. Nothing of it is left.*\.$/,
    );
    expect(await historyOf(COLUMN)).toEqual([
      { finished: false, rolledBack: true, logs: "division by zero", steps: 0 },
    ]);
    await project.add(COLUMN, ADD);
    expect(await applyMigrations(database.url, { root: project.root })).toEqual([COLUMN]);
    expect(await missingMigrations(database.pool, project.root)).toEqual([]);
  });

  it("says what to do about one that another tool left half-way", async () => {
    await project.add(COLUMN, ADD);
    await database.pool.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('1', 'x', $1)",
      [COLUMN],
    );
    await expect(applyMigrations(database.url, { root: project.root })).rejects.toThrow(
      /began migration 29990102000000_column and did not finish\. Undo .* start again\.$/,
    );
  });
});

describe("a migration of a table that is read", () => {
  it("lets notifications in while it waits, and is applied once the reader is done", async () => {
    const { ring, webhookKey } = await makeSite(database, { partnerRef: BENCH_PARTNER_REF });
    const receiver = makeReceiver(database, ring, webhookKey);
    await project.add(COLUMN, ADD);
    const reader = await connect();
    await reader.query("BEGIN");
    await reader.query("SELECT count(*) FROM deliveries");
    const migrated = applyMigrations(database.url, { root: project.root, limits: LIMITS });
    await until(() => isMigratorWaiting());
    for (const body of makeBodies("form", 0, 30).bodies)
      expect((await receiver.deliver(body)).status).toBe(200);
    await reader.query("COMMIT");
    expect(await migrated).toEqual([COLUMN]);
  });

  it("gives up in a sentence where the reader never ends", async () => {
    await project.add(COLUMN, ADD);
    const reader = await connect();
    await reader.query("BEGIN");
    await reader.query("SELECT count(*) FROM deliveries");
    const limits = { ...LIMITS, tries: 3 };
    await expect(applyMigrations(database.url, { root: project.root, limits })).rejects.toThrow(
      /could not be applied: other sessions kept locking what it changes.*\.$/,
    );
    expect(await missingMigrations(database.pool, project.root)).toEqual([COLUMN]);
  });
});

describe("an index that is built beside others' work", () => {
  it("neither blocks notifications nor dies of the replicas that wait", async () => {
    const { ring, webhookKey } = await makeSite(database, { partnerRef: BENCH_PARTNER_REF });
    const receiver = makeReceiver(database, ring, webhookKey);
    await project.add(INDEX, BUILD);
    const reader = await connect();
    await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await reader.query("SELECT count(*) FROM deliveries");
    const building = applyMigrations(database.url, { root: project.root });
    await until(() => isMigratorWaiting("CREATE INDEX%"));
    const patience = { limitMs: 60_000, pollMs: 20, logMs: 60_000 };
    const replicas = [1, 2].map(() => applyMigrations(database.url, { root: project.root, patience }));
    for (const body of makeBodies("form", 0, 30).bodies)
      expect((await receiver.deliver(body)).status).toBe(200);
    await reader.query("COMMIT");
    expect(await building).toEqual([INDEX]);
    expect(await Promise.all(replicas)).toEqual([[], []]);
    expect(await isValid("deliveries_try_idx")).toBe(true);
  });

  it("is dropped and built again where its process died while it was building", async () => {
    await project.add(INDEX, BUILD);
    const reader = await connect();
    await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await reader.query("SELECT count(*) FROM deliveries");
    const building = applyMigrations(database.url, { root: project.root });
    building.catch(() => undefined);
    await until(() => isMigratorWaiting("CREATE INDEX%"));
    await database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'CREATE INDEX%'",
    );
    await expect(building).rejects.toThrow();
    await reader.query("COMMIT");
    expect(await isValid("deliveries_try_idx")).toBe(false);
    expect(await applyMigrations(database.url, { root: project.root })).toEqual([INDEX]);
    expect(await isValid("deliveries_try_idx")).toBe(true);
    expect(await historyOf(INDEX)).toEqual([{ finished: true, rolledBack: false, logs: null, steps: 1 }]);
  });

  it("is noted where it was finished and nobody was left to say so", async () => {
    await project.add(INDEX, BUILD);
    await applyMigrations(database.url, { root: project.root });
    await database.pool.query(
      "UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0 WHERE migration_name = $1",
      [INDEX],
    );
    expect(await applyMigrations(database.url, { root: project.root })).toEqual([INDEX]);
    expect(await historyOf(INDEX)).toEqual([{ finished: true, rolledBack: false, logs: null, steps: 1 }]);
  });

  it("is built again where it became invalid later", async () => {
    await project.add(INDEX, BUILD);
    await applyMigrations(database.url, { root: project.root });
    await database.pool.query(
      "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'deliveries_try_idx'::regclass",
    );
    expect(await applyMigrations(database.url, { root: project.root })).toEqual([]);
    expect(await isValid("deliveries_try_idx")).toBe(true);
  });

  it("leaves nothing behind where rows do not allow it", async () => {
    await project.add(INDEX, "CREATE UNIQUE INDEX CONCURRENTLY sites_language_key ON sites (language);");
    await makeSite(database);
    await makeSite(database);
    await expect(applyMigrations(database.url, { root: project.root })).rejects.toThrow(
      /failed: could not create unique index.*\.$/,
    );
    expect(await isValid("sites_language_key")).toBeUndefined();
    expect(await historyOf(INDEX)).toMatchObject([{ finished: false, rolledBack: true }]);
  });

  it("is left for later where only reads are slower without it", async () => {
    await project.add(COLUMN, ADD);
    await project.add("29990103000000_slow_index", BUILD);
    const soon = { root: project.root, withoutSlow: true };
    expect(await applyMigrations(database.url, soon)).toEqual([COLUMN]);
    // What it has to do is done, so that it waits for nobody who still builds.
    const holder = await connect();
    await holder.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
    expect(await applyMigrations(database.url, soon)).toEqual([]);
    await holder.query("SELECT pg_advisory_unlock($1)", [MIGRATION_LOCK]);
    expect(await applyMigrations(database.url, { root: project.root })).toEqual([
      "29990103000000_slow_index",
    ]);
  });
});

it("says who migrates where that takes too long", async () => {
  await project.add(COLUMN, ADD);
  const holder = await connect();
  await holder.query("SELECT pg_advisory_lock($1)", [MIGRATION_LOCK]);
  const { rows } = await holder.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const patience = { limitMs: 100, pollMs: 20, logMs: 10_000 };
  await expect(applyMigrations(database.url, { root: project.root, patience })).rejects.toThrow(
    `Another process (Postgres process ${rows[0]?.pid}) has been migrating the database`,
  );
});
