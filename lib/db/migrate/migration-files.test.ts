import { describe, expect, it } from "vitest";
import { readMigrationFiles, toMigrationFile } from "./migration-files";

const read = (sql: string) => toMigrationFile("20260101000000_x", sql).concurrently;

describe("what a migration is", () => {
  it.each([
    ["CREATE INDEX CONCURRENTLY a_idx ON a (b);", { verb: "create", index: "a_idx", unique: false }],
    [
      `-- Why.\nCREATE UNIQUE INDEX CONCURRENTLY "a_key"\n  ON "a" ("b") WHERE c <> 'd'`,
      { verb: "create", index: "a_key", unique: true },
    ],
    ['DROP INDEX CONCURRENTLY IF EXISTS "a_idx";\n', { verb: "drop", index: "a_idx", unique: false }],
    ["-- Not CONCURRENTLY, for once.\nCREATE INDEX a_idx ON a (b);", null],
    ["ALTER TABLE a ADD COLUMN b text; ALTER TABLE a ADD COLUMN c text;", null],
  ])("%s", (sql, expected) => {
    expect(read(sql)).toEqual(expected);
  });

  it.each([
    "CREATE INDEX CONCURRENTLY a_idx ON a (b); CREATE INDEX CONCURRENTLY b_idx ON a (c);",
    "ALTER TABLE a ADD COLUMN b text;\nCREATE INDEX CONCURRENTLY a_idx ON a (b);",
    "CREATE INDEX CONCURRENTLY ON a (b);",
  ])("refuses %s", (sql) => {
    expect(() => read(sql)).toThrow(/must hold one CREATE or DROP INDEX CONCURRENTLY, and nothing else\.$/);
  });
});

it("leaves the table of bodies alone, whose triggers and checks another role may have made", async () => {
  const files = await readMigrationFiles(process.cwd());
  const named = files.flatMap(({ name, sql }) => (sql.includes("delivery_bodies") ? [name] : []));
  // Before anybody else could own it. Whoever adds one reads docs/decisions/0083-owner-role.md first.
  expect(named).toEqual(["20261126022800_bodies_apart"]);
});
