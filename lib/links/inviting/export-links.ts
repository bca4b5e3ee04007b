import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { BYTE_ORDER_MARK, type CsvSeparator, csvLine } from "@/lib/csv/write-csv";
import { bySite, type Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { linkAddress, openLinkSecret } from "@/lib/links/sessions/link-secret";
import { makeLinks } from "./make-links";
import { listWithLinks } from "./make-links-store";

const AT_ONCE = 500;

/** What a file of links needs besides the people. */
export interface LinkFile {
  readonly head: readonly string[];
  readonly separator: CsvSeparator;
  /** The base URL of connect links, without a path. */
  readonly connectUrl: string;
}

/**
 * Writes the connect links of people as CSV, a part at a time; whoever has none that works and is not connected gets one.
 * Each part is audited before it leaves: whoever has a link can connect in that person's name.
 */
export async function* exportLinks(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  userIds: readonly string[],
  { head, separator, connectUrl }: LinkFile,
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(head, separator);
  for (let start = 0; start < userIds.length; start += AT_ONCE) {
    const part = userIds.slice(start, start + AT_ONCE);
    await makeLinks(scope, database, keys, part);
    const people = await listWithLinks(scope, database.prisma, part);
    await database.prisma.$transaction(async (tx) => {
      for (const [siteId, links] of bySite(people)) {
        const about = { siteId, details: { links: links.length } };
        await recordAudit(scope, tx, keys, { action: "connect_session.export", outcome: "done", ...about });
      }
    });
    yield people
      .map(({ siteId, sessionId, secretSealed, ...person }) => {
        const secret = openLinkSecret(keys.ring, { sessionId, siteId }, secretSealed);
        const { name, email, externalReference, language, expiresAt } = person;
        const url = linkAddress(connectUrl, secret);
        return csvLine([name, email, externalReference, language, url, expiresAt.toISOString()], separator);
      })
      .join("");
  }
}
