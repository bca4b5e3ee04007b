import { fingerprint } from "@/lib/crypto/secrets";
import { countTry, networkOf } from "@/lib/db/rate-limit";
import { END_USER_SCOPE } from "@/lib/db/scope";
import { reconnectByEndUser } from "@/lib/links/connect-reconnect";
import { notMeSchema } from "@/lib/links/connect-requests";
import { getRuntime } from "@/lib/runtime";
import { answer, handleConnectPost, refuse } from "../answer";
import { browserCookie, holdBrowser } from "../browser-cookie";

/** New links from one link in a quarter of an hour. */
const MOST_LINKS = 5;
/** The same from one address, behind which a whole office may sit. */
const MOST_FROM_ADDRESS = 60;

/** Makes a new link for somebody whose access was revoked. Its secret travels in the body alone. */
export function POST(request: Request): Promise<Response> {
  return handleConnectPost(request, notMeSchema, async ({ secret }) => {
    const { database, auditKeys, env } = getRuntime();
    // By address first: whoever guesses links never guesses one twice.
    const address = fingerprint(networkOf(request.headers.get("x-real-ip"))).toString("hex");
    if (!(await countTry(database.prisma, `reconnect from ${address}`, MOST_FROM_ADDRESS)))
      return refuse("too_many");
    const link = fingerprint(secret).toString("hex");
    if (!(await countTry(database.prisma, `reconnect ${link}`, MOST_LINKS))) return refuse("too_many");
    const made = await reconnectByEndUser(END_USER_SCOPE, database, auditKeys, secret);
    if (!made.ok) return refuse("unknown");
    const browser = browserCookie(request, secret);
    const response = answer({ secret: made.secret });
    // The browser that holds the older link holds the newer one.
    return browser === null ? response : holdBrowser(response, env, made.secret, browser);
  });
}
