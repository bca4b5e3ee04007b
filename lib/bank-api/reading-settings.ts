import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { lockSite } from "@/lib/sites/credentials/credentials-store";
import { type ReadingSettings, readReadingSettings, writeReadingSettings } from "./reading-settings-store";

/** Changes what a site reads through the bank's API. The changes are audited, old and new; none is secret. */
export async function saveReadingSettings(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  order: { readonly siteId: string; readonly settings: ReadingSettings },
): Promise<{ ok: true; changed: boolean } | { ok: false; problem: "not_found" }> {
  const { siteId, settings } = order;
  return database.prisma.$transaction(async (tx) => {
    const site = await lockSite(scope, tx, siteId);
    const before = site === null ? null : await readReadingSettings(scope, tx, siteId);
    if (before === null) return { ok: false, problem: "not_found" };
    const names = Object.keys(before) as (keyof ReadingSettings)[];
    const changed = names.filter((name) => before[name] !== settings[name]);
    if (changed.length === 0) return { ok: true, changed: false };
    await writeReadingSettings(scope, tx, siteId, settings);
    await recordAudit(scope, tx, keys, {
      action: "bank_reading.changed",
      outcome: "done",
      siteId,
      targetType: "site",
      targetId: siteId,
      details: Object.fromEntries(
        changed.flatMap((name) => [
          [`${name}.old`, before[name]],
          [`${name}.new`, settings[name]],
        ]),
      ),
    });
    return { ok: true, changed: true };
  });
}
