import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { AUDIT_OUTCOMES } from "@/lib/audit/actions";
import { READING_OUTCOMES } from "@/lib/bank-api/readings-store";
import { OWNER_SOURCES } from "@/lib/cards/attribution/attribution-store";
import { STORED_SHARINGS } from "@/lib/cards/attribution/sharing-store";
import { type Catalogue, readCatalogue } from "@/lib/db/migrate/catalogue";
import { HANDWRITTEN } from "@/lib/db/migrate/handwritten";
import { applyMigrations } from "@/lib/db/migrate/migrate";
import { diffSchemas } from "@/lib/db/migrate/schema-engine";
import { STANDINGS } from "@/lib/links/standing/standing";
import { ORPHAN_REASONS } from "@/lib/links/tokens/orphan-reason";
import { UNAUTHENTICATED_REASONS } from "@/lib/webhooks/metrics/delivery-metrics-store";
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

/** Columns of words, by their checks. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  linked_users_standing_check: STANDINGS,
  api_tokens_orphan_reason_check: ORPHAN_REASONS,
  api_token_events_orphan_reason_check: ORPHAN_REASONS,
  token_readings_outcome_check: READING_OUTCOMES,
  card_accounts_sharing_check: STORED_SHARINGS,
  cards_owner_source_check: OWNER_SOURCES,
  stranger_traces_reason_check: UNAUTHENTICATED_REASONS,
  audit_entries_outcome_check: AUDIT_OUTCOMES,
};

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

  it.each(Object.entries(WORDS))("take the words that the code knows, and no others: %s", (name, words) => {
    const [, definition] =
      entriesOf(migrated, "constraint").find(([constraint]) => constraint.split(".").at(-1) === name) ?? [];
    const listed = [...(definition ?? "").matchAll(/'([^']*)'::text/g)].map(([, word]) => word);
    expect(listed.sort()).toEqual([...words].sort());
    expect(definition).not.toContain("NOT VALID");
  });

  it("have everything that is listed as written by hand", () => {
    const names = BY_HAND.flatMap((part) => entriesOf(migrated, part)).map(([name]) =>
      name.split(".").at(-1),
    );
    expect([...HANDWRITTEN].filter((name) => !names.includes(name))).toEqual([]);
  });
});
