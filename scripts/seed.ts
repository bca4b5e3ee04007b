// `npm run seed -- --users N --transactions N`: invented people and payments, by COPY. For measuring and for looking:
// everything that the demo shows came by webhook, and this did not.
import { createInterface } from "node:readline/promises";
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { type Database, openDatabase } from "@/lib/db/connect/client";
import { applyMigrations } from "@/lib/db/migrate/migrate";
import { readOptions, type SeedOptions, USAGE } from "./seed/options";
import { seedDatabase } from "./seed/seed-database";
import { reportFault } from "./start/launch";
import { openTarget } from "./support/seed-target";

const options = readOptions(process.argv.slice(2));
if (options === null) {
  console.error(USAGE);
  process.exit(2);
}
try {
  await run(options);
} catch (error) {
  if (isTaken(error)) console.error("These rows are there already: give another --seed. Nothing was added.");
  else reportFault(error);
  process.exit(1);
}

async function run(options: SeedOptions): Promise<void> {
  const { url, close } = await openTarget();
  const database = openDatabase(url, 3);
  try {
    await applyMigrations(url);
    const held = await whatItHolds(database);
    if (held !== null && !options.yes && !(await isMeant(held))) {
      console.error("Nothing was added.");
      process.exitCode = 2;
      return;
    }
    const keys = parseKeyRing(process.env.ENCRYPTION_KEYS ?? "");
    if (!keys.ok) throw new Error(`ENCRYPTION_KEYS ${keys.problem}.`);
    const begun = Date.now();
    const tell = (said: string) => console.log(`${((Date.now() - begun) / 1_000).toFixed(0)} s  ${said}`);
    await seedDatabase(database, url, keys.ring, options, tell);
  } finally {
    await database.close();
    await close();
  }
}

async function whatItHolds({ pool }: Database): Promise<string | null> {
  const { rows } = await pool.query<{ users: number; payments: number }>(
    `SELECT (SELECT count(*)::int FROM linked_users) AS users,
       (SELECT count(*)::int FROM (SELECT 1 FROM card_transactions LIMIT 100000) t) AS payments`,
  );
  const { users = 0, payments = 0 } = rows[0] ?? {};
  if (users + payments === 0) return null;
  return `${users} linked users and ${payments >= 100_000 ? "over 100,000" : payments} payments`;
}

/** Asks whoever is there; where nobody is, the answer is no. */
async function isMeant(held: string): Promise<boolean> {
  console.error(
    `This database holds ${held}. What is invented cannot be told from them, nor taken out again.`,
  );
  if (!process.stdin.isTTY) {
    console.error("Give --yes to add to them.");
    return false;
  }
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question('Type "add" to add to them: ');
  asking.close();
  return answer.trim() === "add";
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}
