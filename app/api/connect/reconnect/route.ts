import { END_USER_SCOPE } from "@/lib/db/access/scope";
import { reconnectByEndUser } from "@/lib/links/connecting/reconnect";
import { notMeSchema } from "@/lib/links/connecting/requests";
import { getRuntime } from "@/lib/runtime";
import { answer, handleConnectPost, refuse } from "../answer";
import { browserCookie, holdBrowser } from "../browser-cookie";

/** Creates a new link for a user whose access was revoked. Its secret is only in the body. */
export function POST(request: Request): Promise<Response> {
  return handleConnectPost(request, "reconnect", notMeSchema, async ({ secret }) => {
    const { database, auditKeys, env } = getRuntime();
    const made = await reconnectByEndUser(END_USER_SCOPE, database, auditKeys, secret);
    if (!made.ok) return refuse("unknown");
    const browser = browserCookie(request, secret);
    const response = answer({ secret: made.secret });
    // The browser that holds the older link also holds the newer one.
    return browser === null ? response : holdBrowser(response, env, made.secret, browser);
  });
}
