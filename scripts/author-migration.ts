// Writes the next migration: the difference between the schema in git's HEAD and the one on disk.
// Hand-written indexes and checks are added to the file afterwards, by hand.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "@/lib/db/connect/embedded";
import { diffSchemas } from "@/lib/db/migrate/schema-engine";

const name = process.argv[2];
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error("Say what the migration does: npm run db:author -- add_something");
  process.exit(2);
}

const hasMigrations = readdirSync("prisma").includes("migrations");
const from = hasMigrations
  ? execFileSync("git", ["show", "HEAD:prisma/schema.prisma"], { encoding: "utf8" })
  : null;
const folder = mkdtempSync(path.join(tmpdir(), "author-"));
const postgres = await startEmbeddedPostgres(folder, false);
try {
  const sql = await diffSchemas(postgres.url, from, readFileSync("prisma/schema.prisma", "utf8"));
  const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const target = path.join("prisma/migrations", `${stamp}_${name}`);
  mkdirSync(target, { recursive: true });
  writeFileSync(path.join(target, "migration.sql"), sql);
  console.log(`Wrote ${target}/migration.sql`);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
