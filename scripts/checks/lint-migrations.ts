// Lints all migrations after the first, which runs on empty tables: none may lock a growing table for long.
import { spawnSync } from "node:child_process";
import { readMigrationFiles } from "@/lib/db/migrate/migration-files";

/**
 * Rules that do not apply: the runner sets the limits and restarts from the beginning, and Prisma chooses the types.
 */
const EXCLUDED = [
  "require-lock-timeout",
  "require-statement-timeout",
  "prefer-robust-stmts",
  "prefer-bigint-over-int",
  "prefer-text-field",
  "prefer-identity",
  "require-enum-value-ordering",
];
const COMMON = ["--pg-version=15.0", ...EXCLUDED.map((rule) => `--exclude=${rule}`)];

const [, ...later] = await readMigrationFiles(process.cwd());
const pathOf = ({ name }: { name: string }) => `prisma/migrations/${name}/migration.sql`;
const inTransaction = later.filter(({ concurrently }) => concurrently === null).map(pathOf);
const alone = later.filter(({ concurrently }) => concurrently !== null).map(pathOf);

const runs = [
  { args: [...COMMON, "--assume-in-transaction"], files: inTransaction },
  { args: COMMON, files: alone },
];
for (const { args, files } of runs) {
  if (files.length === 0) continue;
  const { status } = spawnSync("node_modules/.bin/squawk", [...args, ...files], { stdio: "inherit" });
  if (status !== 0) process.exitCode = status ?? 1;
}
if (process.exitCode === undefined) console.log(`${later.length} migrations lock nothing for long.`);
