// npm run reseal: seals every stored secret under the first key of ENCRYPTION_KEYS. Servers may keep running.
import { parseKeyRing } from "@/lib/crypto/key-ring";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { openDatabase } from "@/lib/db/connect/client";
import { resealTable, SEALED_TABLES } from "@/lib/privacy/reseal";
import { loadDotEnv } from "./dot-env";
import { reportFault } from "./launch";
import { databaseUrl } from "./support/database-url";

loadDotEnv();
const url = await databaseUrl();
const keys = parseKeyRing(process.env.ENCRYPTION_KEYS ?? "");
if (!url.ok || !keys.ok) {
  console.error(url.ok ? `ENCRYPTION_KEYS ${keys.ok ? "" : keys.problem}.` : url.problem);
  process.exit(2);
}
const database = openDatabase(url.url);
let stopped = false;
process.once("SIGINT", () => {
  stopped = true;
});
let unknown = 0;
for (const table of SEALED_TABLES) {
  const tell = ({ done, total }: { done: number; total: number }) =>
    process.stdout.write(`\r${table}: ${done} of ${total}`);
  const progress = await resealTable(
    SYSTEM_SCOPE,
    database.prisma,
    keys.ring,
    table,
    tell,
    () => stopped,
  ).catch(reportFault);
  process.stdout.write(`\r${table}: ${progress.done} sealed anew of ${progress.total}\n`);
  unknown += progress.unknown;
  if (stopped) break;
}
await database.close();
const [first, ...older] = keys.ring.keys.map(({ kid }) => kid);
if (stopped) console.log("Stopped. Nothing is half done: start it again to continue.");
else if (unknown > 0) {
  console.log(`${unknown} are sealed with keys that ENCRYPTION_KEYS does not have, and stay as they are.`);
  process.exitCode = 1;
} else {
  console.log(`Everything stored is sealed with ${first}.`);
  if (older.length > 0)
    console.log(`Keep ${older.join(", ")} in ENCRYPTION_KEYS while connect links made before may be used.`);
}
