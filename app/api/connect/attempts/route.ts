import { newSecret } from "@/lib/crypto/secrets";
import { END_USER_SCOPE } from "@/lib/db/access/scope";
import { beginAttempt } from "@/lib/links/sessions/connect-attempts";
import { beginAttemptSchema } from "@/lib/links/sessions/connect-requests";
import { getRuntime } from "@/lib/runtime";
import { answer, handleConnectPost, refuse } from "../answer";
import { browserCookie, holdBrowser } from "../browser-cookie";
import { isWithinLimits } from "../limits";

/** Begins an attempt: the page asks for it once it runs in a person's browser. */
export function POST(request: Request): Promise<Response> {
  return handleConnectPost(request, beginAttemptSchema, async (input) => {
    const { database, env } = getRuntime();
    if (!(await isWithinLimits(request, "connect", input.secret))) return refuse("too_many");
    const userAgent = request.headers.get("user-agent");
    const browser = browserCookie(request, input.secret) ?? newSecret();
    const opening = { ...input, userAgent, browser };
    const begun = await beginAttempt(END_USER_SCOPE, database, env.ENCRYPTION_KEYS, opening);
    if (!begun.ok) return refuse(begun.reason);
    return holdBrowser(answer({ attempt: begun.attempt }), env, input.secret, browser);
  });
}
