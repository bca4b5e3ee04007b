import { BYTE_ORDER_MARK, type CsvSeparator, csvLine } from "@/lib/csv/write-csv";
import { ofOnlySite, type Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { readAfter } from "@/lib/db/cursors/list-cursor";
import { type AuditFilters, auditListKey } from "./audit-filters";
import { type AuditRow, listAuditEntries } from "./audit-store";
import { type AuditKeys, recordAudit } from "./record";
import { readTargetNames, targetKey } from "./target-names-store";

/** The columns of the file, by the names of their words. */
export const AUDIT_FILE_COLUMNS = [
  "number",
  "at",
  "who",
  "action",
  "targetType",
  "targetId",
  "target",
  "outcome",
  "details",
] as const;

const AT_ONCE = 500;

/** Writes entries as CSV, newest first, a part at a time; who took them is audited first. */
export async function* exportAudit(
  scope: Scope,
  database: Pick<Database, "prisma">,
  keys: AuditKeys,
  filters: AuditFilters,
  { head, separator }: { readonly head: readonly string[]; readonly separator: CsvSeparator },
): AsyncGenerator<string> {
  const db = database.prisma;
  const record = { ...ofOnlySite(scope), details: { filters: JSON.stringify(filters) } };
  await db.$transaction((tx) =>
    recordAudit(scope, tx, keys, { action: "audit.exported", outcome: "done", ...record }),
  );
  yield BYTE_ORDER_MARK + csvLine(head, separator);
  for (let next: string | null | undefined; next !== null; ) {
    const { after } = readAfter(auditListKey(filters), next);
    const page = await listAuditEntries(scope, db, keys.ring, { filters, after, limit: AT_ONCE });
    const names = await readTargetNames(scope, db, page.rows);
    yield page.rows
      .map((row) => csvLine(cellsOf(row, names.get(targetKey(row))?.name ?? null), separator))
      .join("");
    next = page.next;
  }
}

function cellsOf(row: AuditRow, target: string | null) {
  return [
    { decimal: row.seq.toString() },
    row.at.toISOString(),
    row.actorName,
    row.action,
    row.targetType,
    row.targetId,
    target,
    row.outcome,
    row.details === null ? null : JSON.stringify(row.details),
  ];
}
