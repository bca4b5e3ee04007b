import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Db } from "@/lib/db/connect/client";
import { markSecondFactor } from "../second-factor/factors-store";
import { insertSession, type SessionOrigin } from "../store";

/** How somebody showed who they are. */
export interface Shown {
  /** What of it the audit trail keeps. */
  readonly details?: Readonly<Record<string, string>>;
  /** The first of two steps, under the name that it has in the audit trail; null for a whole sign-in. */
  readonly firstStep: "staff.password_given" | "staff.identity_given" | null;
  /** A second factor of ours was part of it, and is not asked for again soon. */
  readonly hasFactor: boolean;
}

/** A person has shown who they are: writes that down and begins their session. @returns its id */
export async function beginSession(
  tx: Db,
  keys: AuditKeys,
  staff: { readonly id: string; readonly name: string },
  origin: SessionOrigin,
  { details, firstStep, hasFactor }: Shown,
): Promise<string> {
  const scope = { ...SYSTEM_SCOPE, actor: { id: staff.id, name: staff.name } };
  await recordAudit(scope, tx, keys, {
    action: firstStep ?? "staff.sign_in",
    outcome: "done",
    targetType: "staff",
    targetId: staff.id,
    ...(details === undefined ? {} : { details }),
  });
  const sessionId = await insertSession(tx, staff.id, origin, firstStep !== null);
  if (hasFactor) await markSecondFactor(tx, sessionId);
  return sessionId;
}
