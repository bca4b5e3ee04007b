import type { AuditKeys } from "@/lib/audit/record";
import { type AuditCut, removeOldestEntries } from "@/lib/audit/remove";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";

/** A day as `--before` has it, in UTC; null if it is none, or has not come yet. */
export function readDay(text: string | undefined, now = new Date()): Date | null {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const day = new Date(`${text}T00:00:00Z`);
  const isOne = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  return isOne && day.getTime() <= now.getTime() ? day : null;
}

/** Removes entries piece by piece, and tells of it. @returns an exit code */
export async function removeAudit(database: Database, keys: AuditKeys, cut: AuditCut): Promise<number> {
  for (let removed = 0; ; ) {
    const piece = await removeOldestEntries(SYSTEM_SCOPE, database, keys, cut);
    if (!piece.ok) {
      console.error(
        `Removed ${removed} entries. The chain breaks at entry ${piece.seq}: it and what follows stay as evidence.`,
      );
      return 1;
    }
    removed += piece.removed;
    if (piece.removed > 0) continue;
    console.log(
      `Removed ${removed} entries. The newest one always stays${cut.isStreamed ? ", as does what AUDIT_STREAM has not written yet" : ""}.`,
    );
    return 0;
  }
}

/** Whether the role may remove entries: where there are two, the owner of the tables alone. */
export async function mayRemove({ pool }: Pick<Database, "pool">): Promise<boolean> {
  const { rows } = await pool.query<{ may: boolean }>(
    "SELECT has_table_privilege('audit_entries', 'DELETE') AS may",
  );
  return rows[0]?.may === true;
}
