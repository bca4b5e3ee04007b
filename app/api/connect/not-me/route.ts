import { END_USER_SCOPE } from "@/lib/db/scope";
import { cancelByEndUser } from "@/lib/links/connect-attempts";
import { notMeSchema } from "@/lib/links/connect-requests";
import { getRuntime } from "@/lib/runtime";
import { answer, handleConnectPost, refuse } from "../answer";

/** "This isn't me": cancels the link. */
export function POST(request: Request): Promise<Response> {
  return handleConnectPost(request, notMeSchema, async ({ secret }) => {
    const { database, auditKeys } = getRuntime();
    const cancelled = await cancelByEndUser(END_USER_SCOPE, database, auditKeys, secret);
    return cancelled ? answer({ ok: true }) : refuse("unknown");
  });
}
