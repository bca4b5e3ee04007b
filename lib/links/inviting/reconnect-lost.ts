import { type AuditKeys, recordAudit } from "@/lib/audit/record";
import { SYSTEM_SCOPE } from "@/lib/db/access/scope";
import type { JobWork } from "@/lib/jobs/work";
import { createConnectSession } from "@/lib/links/sessions/connect-sessions";
import type { LiveChange } from "@/lib/live/publish";
import { listLostAccesses } from "./lost-accesses-store";

const MOST = 50;

/**
 * The work of `links.reconnect`: a linked user who gave access that no delivery brought gets a new connect link, once, for
 * staff to send. A token cannot be fetched: only the lost notification carried it.
 */
export function createReconnectJob({ keys }: { readonly keys: AuditKeys }): JobWork {
  return {
    lane: "database",
    step: async (tx, job) => {
      const lost = await listLostAccesses(SYSTEM_SCOPE, tx, MOST);
      const changes: LiveChange[] = [];
      for (const { siteId, userId, language } of lost) {
        const { sessionId } = await createConnectSession(SYSTEM_SCOPE, tx, keys, {
          siteId,
          linkedUserId: userId,
          language,
        });
        await recordAudit(SYSTEM_SCOPE, tx, keys, {
          action: "connect_session.lost_access",
          outcome: "done",
          siteId,
          targetType: "linked_user",
          targetId: userId,
        });
        changes.push({ siteId, kind: "connect_session", entityId: sessionId });
      }
      return { next: "done", done: job.done + lost.length, changes };
    },
  };
}
