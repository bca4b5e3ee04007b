import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { type Scope, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { Database, Db } from "@/lib/db/connect/client";
import { publish } from "@/lib/live/publish";
import {
  confirmAttempt,
  findAssignee,
  findClaimant,
  type LockedToken,
  lockToken,
  setAssignee,
} from "./assign-token-store";
import { refoldTokens } from "./refold-tokens";

export type AssignTokenResult =
  | { ok: true }
  | { ok: false; problem: "token_not_found" | "user_not_found" | "has_owner" | "not_waiting" };

/**
 * Assigns an unassigned token to a linked user of its site. It stays theirs, whatever the bank still sends, until the
 * assignment is undone.
 */
export async function assignToken(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  order: { readonly tokenId: string; readonly userId: string },
): Promise<AssignTokenResult> {
  return change(scope, database, keys, order.tokenId, async (tx, token) => {
    if (token.linkedUserId !== null) return { ok: false, problem: "has_owner" };
    if (!(await findAssignee(scope, tx, token.siteId, order.userId)))
      return { ok: false, problem: "user_not_found" };
    // If the assignee is the user this link was made for, confirm the attempt instead, so the link completes.
    if ((await claimantOf(scope, tx, token)) === order.userId) return confirm(scope, tx, token, order.userId);
    await setAssignee(scope, tx, token.id, order.userId);
    return { ok: true, action: "token.assigned", userId: order.userId };
  });
}

/** Undoes an assignment: the token returns to the user its reference names, or becomes unassigned. */
export async function takeTokenBack(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  tokenId: string,
): Promise<AssignTokenResult> {
  return change(scope, database, keys, tokenId, async (tx, token) => {
    if (token.assignedUserId === null) return { ok: false, problem: "not_waiting" };
    await setAssignee(scope, tx, token.id, null);
    return { ok: true, action: "token.taken_back", userId: token.assignedUserId };
  });
}

/** Confirms a token from a second browser: it belongs to the user its link was made for. */
export async function confirmToken(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  tokenId: string,
): Promise<AssignTokenResult> {
  return change(scope, database, keys, tokenId, async (tx, token) => {
    const userId = await claimantOf(scope, tx, token);
    return userId === null ? { ok: false, problem: "not_waiting" } : confirm(scope, tx, token, userId);
  });
}

/** The user of a token's link, if only its browser stands in the way. */
async function claimantOf(scope: Scope, tx: Db, token: LockedToken): Promise<string | null> {
  return token.waitingAttemptId === null ? null : findClaimant(scope, tx, token.waitingAttemptId);
}

async function confirm(scope: Scope, tx: Db, token: LockedToken, userId: string): Promise<Changed> {
  if (token.waitingAttemptId !== null) await confirmAttempt(scope, tx, token.waitingAttemptId);
  return { ok: true, action: "token.confirmed", userId };
}

type Changed = { ok: true; action: string; userId: string } | Exclude<AssignTokenResult, { ok: true }>;

async function change(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  tokenId: string,
  carryOut: (tx: Db, token: LockedToken) => Promise<Changed>,
): Promise<AssignTokenResult> {
  return database.prisma.$transaction(async (tx) => {
    const token = await lockToken(scope, tx, tokenId);
    if (token === null) return { ok: false, problem: "token_not_found" };
    const changed = await carryOut(tx, token);
    if (!changed.ok) return changed;
    const told = await refoldTokens(SYSTEM_SCOPE, tx, [tokenId]);
    await recordAudit(scope, tx, keys, {
      action: changed.action,
      outcome: "done",
      siteId: token.siteId,
      targetType: "linked_user",
      targetId: changed.userId,
      details: { tokenId },
    });
    await publish(scope, tx, told);
    return { ok: true };
  });
}
