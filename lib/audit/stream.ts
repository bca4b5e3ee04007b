import { appendFile } from "node:fs/promises";
import { createLoop, type Loop } from "@/lib/background/loop";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { log } from "@/lib/log";
import { currentHead, writeHead } from "./head";
import { claimStream, moveStream, type StreamedEntry } from "./stream-store";

const EVERY_MS = 5_000;
const AT_ONCE = 500;
const TELL_HEAD_MS = 3_600_000;

/**
 * Takes the trail out of the database, where whoever holds AUDIT_KEY could write another one: each entry as a line of
 * JSON, at least once and in order, by one process at a time; and once an hour the head, in the log.
 *
 * @param target a file to append to, `stdout`, or null for the head alone
 */
export function createAuditStream(
  database: Pick<Database, "prisma">,
  target: string | null,
  { everyMs = EVERY_MS, write = writeTo } = {},
): Loop {
  let told = { head: "", at: 0 };
  const tellHead = async (): Promise<void> => {
    if (Date.now() - told.at < TELL_HEAD_MS) return;
    const place = await currentHead(SYSTEM_SCOPE, database.prisma);
    const head = place === null ? "" : writeHead(place);
    if (head !== told.head) log.info({ auditHead: head }, "the newest entry of the audit trail");
    told = { head, at: Date.now() };
  };
  const send = (to: string): Promise<number> =>
    database.prisma.$transaction(async (tx) => {
      const entries = await claimStream(SYSTEM_SCOPE, tx, AT_ONCE);
      const last = entries.at(-1);
      if (last === undefined) return 0;
      await write(to, entries.map(lineOf).join(""));
      await moveStream(SYSTEM_SCOPE, tx, last.seq);
      return entries.length;
    });
  return createLoop({
    round: async () => {
      await tellHead();
      return target !== null && (await send(target)) === AT_ONCE ? "more" : "done";
    },
    everyMs,
    lastRound: target !== null,
    failure: "the audit trail was not written to AUDIT_STREAM",
  });
}

/** Sealed details stay in the database: they may name people, and are erased with them. */
function lineOf({ seq, at, mac, ...entry }: StreamedEntry): string {
  const line = { audit: Number(seq), at: at.toISOString(), ...entry, head: writeHead({ seq, mac }) };
  return `${JSON.stringify(line)}\n`;
}

async function writeTo(target: string, lines: string): Promise<void> {
  if (target === "stdout")
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(lines, (fault) => (fault == null ? resolve() : reject(fault)));
    });
  else await appendFile(target, lines, { mode: 0o640 });
}
