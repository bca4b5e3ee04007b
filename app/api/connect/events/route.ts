import { END_USER_SCOPE } from "@/lib/db/scope";
import { recordConnectEvents } from "@/lib/links/connect-attempts";
import { connectEventsSchema } from "@/lib/links/connect-requests";
import { getRuntime } from "@/lib/runtime";
import { answer, handleConnectPost, refuse } from "../answer";

/** Keeps what the browser saw of the bank's button. */
export function POST(request: Request): Promise<Response> {
  return handleConnectPost(request, connectEventsSchema, async (report) => {
    const kept = await recordConnectEvents(END_USER_SCOPE, getRuntime().database, report);
    return kept ? answer({ ok: true }) : refuse("unknown");
  });
}
