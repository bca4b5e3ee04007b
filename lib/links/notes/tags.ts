import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { bySite, type Scope } from "@/lib/db/access/scope";
import type { Database } from "@/lib/db/connect/client";
import { publish } from "@/lib/live/publish";
import { deleteTags, insertTags } from "./tags-store";

/** How users' tags are to change. */
export interface TagChange {
  readonly userIds: readonly string[];
  readonly tag: string;
  /** Given, or taken away. */
  readonly on: boolean;
}

/**
 * Gives users a tag, or takes it away.
 *
 * @returns the users whose tags changed: for undoing no more than was done
 */
export async function changeTags(
  scope: Scope,
  database: Database,
  keys: AuditKeys,
  { userIds, tag, on }: TagChange,
): Promise<string[]> {
  return database.prisma.$transaction(async (tx) => {
    const changed = on
      ? await insertTags(scope, tx, userIds, [tag])
      : await deleteTags(scope, tx, userIds, tag);
    for (const [siteId, users] of bySite(changed)) {
      const [first] = users;
      await recordAudit(scope, tx, keys, {
        action: on ? "linked_user.tag" : "linked_user.untag",
        outcome: "done",
        siteId,
        ...(users.length === 1 && { targetType: "linked_user", targetId: first.id }),
        details: { tag, users: users.length },
      });
      // An open list reads itself again for one of them as it does for all.
      await publish(scope, tx, [{ siteId, kind: "linked_user", entityId: first.id }]);
    }
    return changed.map(({ id }) => id);
  });
}
