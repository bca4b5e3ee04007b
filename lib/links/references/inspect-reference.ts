import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { openReference } from "@/lib/crypto/reference";
import { fingerprint } from "@/lib/crypto/secrets";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { listSiteIds } from "@/lib/sites/finding/site-store";
import { findAttempt, type InspectedAttempt } from "./inspect-reference-store";

/** What a custom reference is, or why it does not open. */
export type InspectedReference = { readonly length: number } & (
  | { ok: true; kid: string; attempt: InspectedAttempt | null }
  | { ok: false; reason: "absent" | "not_ours" | "unknown_key" }
);

/** Inspects a custom reference that staff pasted. The inspection is audited; the reference itself is not stored. */
export async function inspectReference(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  reference: string,
): Promise<InspectedReference> {
  const length = reference.length;
  let why: "absent" | "not_ours" | "unknown_key" = reference === "" ? "absent" : "not_ours";
  for (const siteId of await listSiteIds(scope, database.prisma)) {
    const opened = await openReference(keys.ring, siteId, reference);
    if (!opened.ok) {
      if (opened.reason === "unknown_key") why = opened.reason;
      continue;
    }
    const attempt = await findAttempt(scope, database.prisma, siteId, opened.attemptId);
    await database.prisma.$transaction((tx) =>
      recordAudit(scope, tx, keys, {
        action: "reference.inspected",
        outcome: "done",
        siteId,
        targetType: "reference",
        targetId: fingerprint(reference).toString("hex").slice(0, 16),
      }),
    );
    return { ok: true, length, kid: opened.kid, attempt };
  }
  return { ok: false, length, reason: why };
}
