// npm run audit -- verify [--head HEAD], npm run audit -- head, npm run audit -- remove --before DAY
import { parseArgs } from "node:util";
import { currentHead, readHead, verifyTrail, writeHead } from "@/lib/audit/head";
import type { AuditKeys } from "@/lib/audit/record";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { type Database, openDatabase } from "@/lib/db/connect/client";
import { reportFault } from "./start/launch";
import { databaseUrl } from "./support/database-url";
import { mayRemove, readDay, removeAudit } from "./support/remove-audit";
import { readStaffKeys } from "./support/staff-keys";

const USAGE = `npm run audit -- verify [--head HEAD]   checks every entry of the audit trail
npm run audit -- head                  prints the newest entry's number and mac, to keep outside the database
npm run audit -- remove --before DAY   removes entries from before a day such as 2025-01-31, in UTC, for good

HEAD is what the second printed once, or what a server's log had as "auditHead".`;
const COMMANDS = ["verify", "head", "remove"];

function readArgs() {
  try {
    const options = { head: { type: "string" }, before: { type: "string" } } as const;
    return parseArgs({ args: process.argv.slice(2), allowPositionals: true, options });
  } catch {
    return null; // an option that there is not
  }
}

async function verify(database: Database, keys: AuditKeys, head: string | undefined): Promise<number> {
  const kept = head === undefined ? null : readHead(head);
  if (head !== undefined && kept === null) {
    console.error("HEAD must be a number, a dot and 64 hexadecimal digits.");
    return 2;
  }
  const trail = await verifyTrail(SYSTEM_SCOPE, database.prisma, keys, kept);
  if (trail.fits === "broken") {
    console.error(
      `The chain breaks at entry ${trail.seq}: it was changed or removed, or AUDIT_KEY is another.`,
    );
    return 1;
  }
  if (trail.fits === "another") {
    console.error(
      `Entry ${trail.seq} is not the one that HEAD is of: the trail was cut off or written anew.`,
    );
    return 1;
  }
  if (trail.fits === "older") {
    console.error(
      `Entry ${trail.seq}, which HEAD is of, was removed since, as all up to ${trail.oldest}: it can show nothing. Give a newer one.`,
    );
    return 1;
  }
  console.log("Every entry fits the one before it, and none is missing at the end.");
  if (trail.head !== null) console.log(`Head: ${writeHead(trail.head)}`);
  return 0;
}

async function tellHead(database: Database): Promise<number> {
  const head = await currentHead(SYSTEM_SCOPE, database.prisma);
  console.log(head === null ? "Nothing was recorded yet." : writeHead(head));
  return 0;
}

async function remove(database: Database, keys: AuditKeys, day: string | undefined): Promise<number> {
  const before = readDay(day);
  if (before === null) {
    console.error("--before must be a day that has come, such as 2025-01-31.");
    return 2;
  }
  if (await mayRemove(database))
    return removeAudit(database, keys, { before, isStreamed: Boolean(process.env.AUDIT_STREAM) });
  console.error("This role may not remove entries: set MIGRATE_DATABASE_URL, the role that owns the tables.");
  return 2;
}

async function run(): Promise<number> {
  const args = readArgs();
  const [command = "", ...more] = args?.positionals ?? [];
  if (args === null || more.length > 0 || !COMMANDS.includes(command)) {
    console.error(USAGE);
    return 2;
  }
  const url = await databaseUrl();
  if (!url.ok) {
    console.error(url.problem);
    return 2;
  }
  const owner = command === "remove" ? process.env.MIGRATE_DATABASE_URL : undefined;
  const database = openDatabase(owner || url.url);
  try {
    if (command === "head") return await tellHead(database);
    const keys = await readStaffKeys(database);
    if (keys.ok && command === "remove") return await remove(database, keys.keys, args.values.before);
    if (keys.ok) return await verify(database, keys.keys, args.values.head);
    console.error(keys.problem);
    return 2;
  } finally {
    await database.close();
  }
}

process.exitCode = await run().catch(reportFault);
