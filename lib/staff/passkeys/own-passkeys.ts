import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { forgetLastFactor } from "../second-factor/factors-store";
import type { Own } from "../second-factor/set-up";
import { lockStaff } from "../store";
import { deletePasskey, renamePasskeyRow } from "./passkeys-store";

interface OwnDependencies {
  readonly database: Pick<Database, "prisma">;
  readonly auditKeys: AuditKeys;
}

/** Gives a passkey of one's own another name. @returns false if one has no such passkey */
export async function renamePasskey(
  scope: Scope,
  { database, auditKeys }: OwnDependencies,
  { staffId }: Own,
  { id, name }: { id: string; name: string },
): Promise<boolean> {
  return database.prisma.$transaction(async (tx) => {
    const before = await renamePasskeyRow(tx, staffId, id, name);
    if (before === null) return false;
    await recordAudit(scope, tx, auditKeys, {
      ...entryOf("staff.passkey_renamed", staffId),
      details: { before, after: name },
    });
    return true;
  });
}

/**
 * Removes a passkey of one's own. With the last second factor go the recovery codes, and what sessions passed by it.
 *
 * @returns false if one has no such passkey
 */
export async function removePasskey(
  scope: Scope,
  { database, auditKeys }: OwnDependencies,
  { staffId }: Own,
  id: string,
): Promise<boolean> {
  return database.prisma.$transaction(async (tx) => {
    await lockStaff(tx, staffId);
    const name = await deletePasskey(tx, staffId, id);
    if (name === null) return false;
    await forgetLastFactor(tx, staffId);
    await recordAudit(scope, tx, auditKeys, {
      ...entryOf("staff.passkey_removed", staffId),
      details: { name },
    });
    return true;
  });
}

function entryOf(action: string, targetId: string) {
  return { action, outcome: "done", targetType: "staff", targetId } as const;
}
