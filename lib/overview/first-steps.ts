import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { setFirstStepsHidden } from "./first-steps-store";

/** Hides the first steps of a site for everybody, or shows them again. @returns false if nothing changed */
export async function hideFirstSteps(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  { siteId, hidden }: { readonly siteId: string; readonly hidden: boolean },
): Promise<boolean> {
  return database.prisma.$transaction(async (tx) => {
    if (!(await setFirstStepsHidden(scope, tx, siteId, hidden))) return false;
    const action = hidden ? "first_steps.hidden" : "first_steps.shown";
    await recordAudit(scope, tx, keys, { action, outcome: "done", siteId });
    return true;
  });
}

/** Notes that a callback URL, which contains the webhook key, is given to staff. */
export async function auditCallbackUrl(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  siteId: string,
): Promise<void> {
  await database.prisma.$transaction((tx) =>
    recordAudit(scope, tx, keys, { action: "webhook_key.copied", outcome: "done", siteId }),
  );
}
