import { readFile } from "node:fs/promises";
import type pg from "pg";
import { v7 } from "uuid";
import { describe, expect, it } from "vitest";
import { findDifferences, readCatalogue } from "@/lib/db/migrate/catalogue";
import { applyMigrations } from "@/lib/db/migrate/migrate";
import { readMigrationFiles } from "@/lib/db/migrate/migration-files";
import { inEmptyDatabase } from "../support/database";

const HISTORY = `CREATE TABLE _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

const EDGE = Date.UTC(2026, 10, 1);
const insertBody = (id: string, body: string) => `
  INSERT INTO deliveries (id, site_id, received_at, verdict, answer_status, body_sealed, body_size, address_leg,
    hash_leg, pair_leg, processing)
  SELECT '${id}', id, now(), 'accepted', 200, '${body}', 1, 'match', 'match', 'fresh', 'done' FROM sites`;
/** Two deliveries whose bodies were beside them, of two months. */
const BODIES = `
  INSERT INTO sites (id, name, domain, partner_id, created_at)
  VALUES (gen_random_uuid(), 'Kiosque', 'localhost', 'one', now());
  ${insertBody(v7({ msecs: EDGE - 1 }), "last of October")}; ${insertBody(v7({ msecs: EDGE }), "first of November")}`;

interface OldMigration {
  name: string;
  checksum: string;
  sql: string;
}

async function readEleven(): Promise<OldMigration[]> {
  const text = await readFile("tests/vectors/eleven-migrations.sql", "utf8");
  const [, ...parts] = text.split(/^-- migration (\S+ sha256 \S+)$/m);
  return parts.flatMap((head, index) => {
    if (index % 2 !== 0) return [];
    const [name = "", , checksum = ""] = head.split(" ");
    return [{ name, checksum, sql: parts[index + 1] ?? "" }];
  });
}

/** Does to an empty database what the first so many of the eleven did. */
async function applyEleven(client: pg.Client, count = 11): Promise<void> {
  await client.query(HISTORY);
  for (const { name, checksum, sql } of (await readEleven()).slice(0, count)) {
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       VALUES (gen_random_uuid()::text, $1, $2, now(), 1)`,
      [checksum, name],
    );
  }
}

/** Migrations of now that came after init, which the eleven know nothing of. */
const listLater = async () => (await readMigrationFiles(process.cwd())).slice(1).map(({ name }) => name);

describe("the migration that eleven became", () => {
  it("makes what the eleven made, hand-written indexes and checks included", async () => {
    const eleven = await inEmptyDatabase(async (client) => {
      await applyEleven(client);
      return readCatalogue(client);
    });
    const one = await inEmptyDatabase(async (client) => {
      const [init] = await readMigrationFiles(process.cwd());
      await client.query(init!.sql);
      return readCatalogue(client);
    });
    expect(one.size).toBeGreaterThan(300);
    expect(Object.fromEntries(one)).toEqual(Object.fromEntries(eleven));
  });

  it("is not applied to a database of the eleven, which keeps its rows and gets what came later", async () => {
    await inEmptyDatabase(async (client, url) => {
      await applyEleven(client);
      await client.query("INSERT INTO dirty_days (site_id, day) VALUES (gen_random_uuid(), '2026-11-24')");
      await client.query(BODIES);
      expect(await applyMigrations(url)).toEqual(await listLater());
      expect(await applyMigrations(url)).toEqual([]);
      const { rows } = await client.query("SELECT count(*)::int AS count FROM dirty_days");
      expect(rows).toEqual([{ count: 1 }]);
      const bodies = await client.query(
        "SELECT tableoid::regclass::text AS month, sealed FROM delivery_bodies",
      );
      expect(bodies.rows).toEqual([
        { month: "delivery_bodies_2026_10", sealed: Buffer.from("last of October") },
        { month: "delivery_bodies_2026_11", sealed: Buffer.from("first of November") },
      ]);
      const now = await inEmptyDatabase(async (other, empty) => {
        await applyMigrations(empty);
        return readCatalogue(other);
      });
      expect(findDifferences(await readCatalogue(client), now)).toEqual([]);
    });
  });

  it.each([
    ["an index is missing", "DROP INDEX deliveries_held_idx", "index deliveries_held_idx"],
    ["a check is missing", "ALTER TABLE deliveries DROP CONSTRAINT deliveries_digest_check", "digest_check"],
    ["a column has another default", "ALTER TABLE sites ALTER link_days SET DEFAULT 8", "sites.link_days"],
    ["a column is of another type", "ALTER TABLE cards ALTER card_ref TYPE varchar(9)", "cards.card_ref"],
    ["a state is new", "ALTER TYPE api_token_state ADD VALUE 'lost'", "enum api_token_state"],
  ])("refuses a database of the eleven where %s", async (_what, change, named) => {
    await inEmptyDatabase(async (client, url) => {
      await applyEleven(client);
      await client.query(change);
      const before = await readCatalogue(client);
      await expect(applyMigrations(url)).rejects.toThrow(/^The database was made by another version.*\.$/);
      await expect(applyMigrations(url)).rejects.toThrow(named);
      expect(findDifferences(await readCatalogue(client), before)).toEqual([]);
    });
  });

  it("refuses a database that only some of the eleven were applied to", async () => {
    await inEmptyDatabase(async (client, url) => {
      await applyEleven(client, 8);
      await expect(applyMigrations(url)).rejects.toThrow("Nothing was changed");
    });
  });
});
