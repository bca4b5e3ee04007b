import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import type { Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { cancelConnectSession } from "@/lib/links/sessions/connect-sessions";
import { recomputeUserStates } from "@/lib/links/standing/derived-states-store";
import { publish } from "@/lib/live/publish";
import { extendSessions, listUnopened } from "./make-links-store";

/** Lets the links that people have not opened work longer. @returns how many */
export async function extendUnopened(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  userIds: readonly string[],
): Promise<number> {
  return database.prisma.$transaction(async (tx) => {
    const links = await listUnopened(scope, tx, userIds);
    const [first] = links;
    if (first === undefined) return 0;
    const extended = await extendSessions(
      scope,
      tx,
      links.map(({ id }) => id),
    );
    await recomputeUserStates(
      scope,
      tx,
      links.map(({ linkedUserId }) => linkedUserId),
    );
    const { siteId } = first;
    const details = { links: extended };
    await recordAudit(scope, tx, keys, {
      action: "connect_session.extend",
      outcome: "done",
      siteId,
      details,
    });
    await publish(scope, tx, [{ siteId, kind: "linked_user", entityId: first.linkedUserId }]);
    return extended;
  });
}

/** Cancels the links that people have not opened. @returns the links, for undoing it */
export async function cancelUnopened(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  userIds: readonly string[],
): Promise<string[]> {
  return database.prisma.$transaction(async (tx) => {
    const cancelled = [];
    for (const link of await listUnopened(scope, tx, userIds))
      if (await cancelConnectSession(scope, tx, link.id)) cancelled.push(link);
    const [first] = cancelled;
    if (first === undefined) return [];
    const { siteId } = first;
    const details = { links: cancelled.length };
    const record = { action: "connect_session.cancel_many", outcome: "done", siteId, details } as const;
    await recordAudit(scope, tx, keys, record);
    await publish(scope, tx, [{ siteId, kind: "linked_user", entityId: first.linkedUserId }]);
    return cancelled.map(({ id }) => id);
  });
}
