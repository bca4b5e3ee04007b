// npm run keys -- rotate|status: seals every stored secret under the first key of ENCRYPTION_KEYS, or counts what each
// key still opens. Servers may keep running, and both can be stopped at any moment.
import { type KeyRing, parseKeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { type Db, openDatabase } from "@/lib/db/connect/client";
import { readKeyStatus } from "@/lib/privacy/key-status";
import { resealTable, SEALED_TABLES } from "@/lib/privacy/reseal";
import { loadDotEnv } from "./start/dot-env";
import { reportFault } from "./start/launch";
import { databaseUrl } from "./support/database-url";

const COMMANDS: Readonly<Record<string, (db: Db, ring: KeyRing) => Promise<void>>> = { rotate, status };

let stopped = false;
const isStopped = () => stopped;
const command = COMMANDS[process.argv[2] ?? ""];
if (command === undefined) {
  console.error("Say what to do: npm run keys -- rotate, or npm run keys -- status");
  process.exit(2);
}
loadDotEnv();
const url = await databaseUrl();
const keys = parseKeyRing(process.env.ENCRYPTION_KEYS ?? "");
if (!url.ok || !keys.ok) {
  console.error(url.ok ? `ENCRYPTION_KEYS ${keys.ok ? "" : keys.problem}.` : url.problem);
  process.exit(2);
}
const database = openDatabase(url.url);
process.once("SIGINT", () => {
  stopped = true;
});
await command(database.prisma, keys.ring).catch(reportFault);
await database.close();

async function rotate(db: Db, ring: KeyRing): Promise<void> {
  let unknown = 0;
  for (const table of SEALED_TABLES) {
    const tell = ({ done, total }: { done: number; total: number }) =>
      process.stdout.write(`\r${table}: ${done} of ${total}`);
    const progress = await resealTable(SYSTEM_SCOPE, db, ring, table, tell, isStopped);
    process.stdout.write(`\r${table}: ${progress.done} sealed anew of ${progress.total}\n`);
    unknown += progress.unknown;
    if (stopped) break;
  }
  if (stopped) console.log("Stopped. Nothing is half done: start it again to continue.");
  else if (unknown > 0) {
    console.log(`${unknown} are sealed with keys that ENCRYPTION_KEYS does not have, and stay as they are.`);
    process.exitCode = 1;
  } else {
    console.log(`Everything stored is sealed with ${ring.keys[0].kid}.`);
    sayWhatOlderOpen(ring);
  }
}

async function status(db: Db, ring: KeyRing): Promise<void> {
  const tell = ({ table, done, about }: { table: string; done: number; about: number }) =>
    process.stdout.write(`\r${table}: ${done} of about ${Math.round(about)} `);
  const uses = await readKeyStatus(SYSTEM_SCOPE, db, tell, isStopped);
  process.stdout.write("\r".padEnd(60).concat("\r"));
  if (uses === null) return console.log("Stopped. Nothing was changed.");
  const kids = ring.keys.map(({ kid }) => kid);
  for (const kid of new Set([...kids, ...uses.map((use) => use.kid)])) {
    const own = uses.filter((use) => use.kid === kid);
    const total = own.reduce((sum, { count }) => sum + count, 0);
    const word = kid === kids[0] ? "seals" : kids.includes(kid) ? "only opens" : "MISSING in ENCRYPTION_KEYS";
    console.log(`${kid} (${word}): opens ${total}`);
    for (const { table, count, first } of own)
      console.log(`  ${table}: ${count}${first > 0 ? `, ${first} of them under its oldest key` : ""}`);
  }
  if (uses.some(({ kid }) => !kids.includes(kid))) process.exitCode = 1;
  else if (uses.some(({ kid, first }) => kid !== kids[0] || first > 0))
    console.log("npm run keys -- rotate seals all of it under the first key.");
  else sayWhatOlderOpen(ring);
}

function sayWhatOlderOpen({ keys: [, ...older] }: KeyRing): void {
  if (older.length === 0) return;
  const kids = older.map(({ kid }) => kid).join(", ");
  console.log(`Keep ${kids} in ENCRYPTION_KEYS while connect links made before may be used.`);
}
