import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { BYTE_ORDER_MARK, type CsvSeparator, csvLine } from "@/lib/csv/write-csv";
import { ofOnlySite, type Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import type { Standing } from "@/lib/links/standing/standing";
import { readExported } from "./export-users-store";

const AT_ONCE = 1_000;

/** The words of a file of users. */
export interface ExportWords {
  readonly head: readonly string[];
  readonly separator: CsvSeparator;
  readonly standing: (standing: Standing) => string;
}

/** Writes users as CSV, a part at a time; who took it is audited first. */
export async function* exportUsers(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  ids: readonly string[],
  words: ExportWords,
): AsyncGenerator<string> {
  const about = { ...ofOnlySite(scope), details: { users: ids.length } };
  await database.prisma.$transaction((tx) =>
    recordAudit(scope, tx, keys, { action: "linked_user.export", outcome: "done", ...about }),
  );
  yield BYTE_ORDER_MARK + csvLine(words.head, words.separator);
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const users = await readExported(scope, database.prisma, ids.slice(start, start + AT_ONCE));
    const lines = users.map((user) =>
      csvLine(
        [
          user.name,
          user.email,
          user.externalReference,
          user.language,
          user.tags.join(", "),
          words.standing(user.standing),
          user.createdAt.toISOString(),
          user.linkedAt?.toISOString() ?? null,
        ],
        words.separator,
      ),
    );
    yield lines.join("");
  }
}
