import { END_USER_SCOPE, SYSTEM_SCOPE } from "@/lib/db/access/scope";
import { cancelByEndUser } from "@/lib/links/connecting/attempts";
import { notMeSchema } from "@/lib/links/connecting/requests";
import { getRuntime } from "@/lib/runtime";
import { settleInbox } from "@/lib/webhooks/process/settle-inbox";
import { answer, handleConnectPost, refuse } from "../answer";

/** "This isn't me": cancels the link. */
export function POST(request: Request): Promise<Response> {
  return handleConnectPost(request, "connect not-me", notMeSchema, async ({ secret }) => {
    const { database, auditKeys, clock } = getRuntime();
    const at = clock.now();
    if (!(await settleInbox(SYSTEM_SCOPE, database.prisma, at))) return refuse("busy");
    const cancelled = await cancelByEndUser(END_USER_SCOPE, database, auditKeys, secret, at);
    return cancelled ? answer({ ok: true }) : refuse("unknown");
  });
}
