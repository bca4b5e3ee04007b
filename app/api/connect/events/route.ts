import { END_USER_SCOPE } from "@/lib/db/access/scope";
import { recordConnectEvents } from "@/lib/links/connecting/attempts";
import { connectEventsSchema } from "@/lib/links/connecting/requests";
import { getRuntime } from "@/lib/runtime";
import { answer, handleConnectPost, refuse } from "../answer";
import { browserCookie } from "../browser-cookie";

/** Stores the browser's events of the bank's button. */
export function POST(request: Request): Promise<Response> {
  return handleConnectPost(request, "connect events", connectEventsSchema, async (report) => {
    const { database, env } = getRuntime();
    const browser = browserCookie(request, report.secret);
    if (browser === null) return refuse("unknown");
    const kept = await recordConnectEvents(END_USER_SCOPE, database, env.ENCRYPTION_KEYS, {
      ...report,
      browser,
    });
    return kept.ok ? answer({ ok: true }) : refuse(kept.problem);
  });
}
