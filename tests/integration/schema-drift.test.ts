import { readFile } from "node:fs/promises";
import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { HANDWRITTEN } from "@/lib/db/handwritten";
import { applyMigrations, diffSchemas } from "@/lib/db/migrate";
import { cloneTemplate } from "../support/database";

// Each query names what it lists, and says all that must be equal about it in one text.
const CATALOGUES = {
  columns: `
    SELECT table_name || '.' || column_name AS name,
           concat_ws(' ', udt_name, character_maximum_length, numeric_precision, numeric_scale,
                     datetime_precision, 'nullable:' || is_nullable, 'default:' || column_default) AS definition
    FROM information_schema.columns WHERE table_schema = 'public'`,
  indexes: `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = 'public'`,
  constraints: `
    SELECT conname AS name, conrelid::regclass || ' ' || pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'`,
  enums: `
    SELECT typname AS name, string_agg(enumlabel, ' ' ORDER BY enumsortorder) AS definition
    FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid GROUP BY typname`,
} as const;
type Catalogue = keyof typeof CATALOGUES;
type Listing = Record<Catalogue, Record<string, string>>;

/** Prisma's own bookkeeping is in no schema. */
const isOurs = (row: { name: string; definition: string }) =>
  !`${row.name} ${row.definition}`.includes("_prisma_migrations");

async function listCatalogues(client: pg.Client): Promise<Listing> {
  const listing: Listing = { columns: {}, indexes: {}, constraints: {}, enums: {} };
  for (const catalogue of Object.keys(CATALOGUES) as Catalogue[]) {
    const { rows } = await client.query<{ name: string; definition: string }>(CATALOGUES[catalogue]);
    listing[catalogue] = Object.fromEntries(
      rows.filter(isOurs).map(({ name, definition }) => [name, definition]),
    );
  }
  return listing;
}

async function inEmptyDatabase<T>(use: (url: string, client: pg.Client) => Promise<T>): Promise<T> {
  const { url, drop } = await cloneTemplate("template1");
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return await use(url, client);
  } finally {
    await client.end();
    await drop();
  }
}

describe("migrations and prisma/schema.prisma", () => {
  let migrated: Listing;
  let described: Listing;

  beforeAll(async () => {
    migrated = await inEmptyDatabase(async (url, client) => {
      await applyMigrations(url);
      return listCatalogues(client);
    });
    described = await inEmptyDatabase(async (url, client) => {
      await client.query(await diffSchemas(url, null, await readFile("prisma/schema.prisma", "utf8")));
      return listCatalogues(client);
    });
  });

  it.each(Object.keys(CATALOGUES) as Catalogue[])(
    "agree on %s, but for what is written by hand",
    (catalogue) => {
      const ofSchema = Object.entries(migrated[catalogue]).filter(([name]) => !HANDWRITTEN.has(name));
      expect(Object.keys(described[catalogue]).length).toBeGreaterThan(0);
      expect(Object.fromEntries(ofSchema)).toEqual(described[catalogue]);
    },
  );

  it("have everything that is listed as written by hand", () => {
    const names = [...Object.keys(migrated.indexes), ...Object.keys(migrated.constraints)];
    expect([...HANDWRITTEN].filter((name) => !names.includes(name))).toEqual([]);
  });
});
