import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { type Catalogue, readCatalogue } from "@/lib/db/migrate/catalogue";
import { HANDWRITTEN } from "@/lib/db/migrate/handwritten";
import { applyMigrations } from "@/lib/db/migrate/migrate";
import { diffSchemas } from "@/lib/db/migrate/schema-engine";
import { inEmptyDatabase } from "../support/database";

const PARTS = ["table", "column", "index", "constraint", "enum", "sequence"] as const;
const BY_HAND = ["index", "constraint", "partitioning"] as const;

/** The entries of one kind, by name. */
function entriesOf(
  catalogue: Catalogue,
  part: (typeof PARTS | typeof BY_HAND)[number],
): [name: string, definition: string][] {
  const entries = [...catalogue].filter(([name]) => name.startsWith(`${part} `));
  return entries.map(([name, definition]) => [name.slice(part.length + 1), definition]);
}

const isHandwritten = (name: string) => HANDWRITTEN.has(name.split(".").at(-1) ?? name);

describe("migrations and prisma/schema.prisma", () => {
  let migrated: Catalogue;
  let described: Catalogue;

  beforeAll(async () => {
    migrated = await inEmptyDatabase(async (client, url) => {
      await applyMigrations(url);
      return readCatalogue(client);
    });
    described = await inEmptyDatabase(async (client, url) => {
      await client.query(await diffSchemas(url, null, await readFile("prisma/schema.prisma", "utf8")));
      return readCatalogue(client);
    });
  });

  it.each(PARTS)("agree on each %s, but for what is written by hand", (part) => {
    const ofSchema = entriesOf(migrated, part).filter(([name]) => !isHandwritten(name));
    expect(entriesOf(described, part).length).toBeGreaterThan(0);
    expect(Object.fromEntries(ofSchema)).toEqual(Object.fromEntries(entriesOf(described, part)));
  });

  it("have everything that is listed as written by hand", () => {
    const names = BY_HAND.flatMap((part) => entriesOf(migrated, part)).map(([name]) =>
      name.split(".").at(-1),
    );
    expect([...HANDWRITTEN].filter((name) => !names.includes(name))).toEqual([]);
  });
});
