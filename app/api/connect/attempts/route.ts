import { fingerprint, newSecret } from "@/lib/crypto/secrets";
import { countTry, networkOf } from "@/lib/db/rate-limit";
import { END_USER_SCOPE } from "@/lib/db/scope";
import { beginAttempt } from "@/lib/links/connect-attempts";
import { beginAttemptSchema } from "@/lib/links/connect-requests";
import { getRuntime } from "@/lib/runtime";
import { answer, handleConnectPost, refuse } from "../answer";
import { browserCookie, holdBrowser } from "../browser-cookie";

/** Openings of one link in a quarter of an hour: more than any person needs. */
const MOST_OPENINGS = 60;
/** The same from one address, behind which a whole office may sit. */
const MOST_FROM_ADDRESS = 300;

/** Begins an attempt: the page asks for it once it runs in a person's browser. */
export function POST(request: Request): Promise<Response> {
  return handleConnectPost(request, beginAttemptSchema, async (input) => {
    const { database, env } = getRuntime();
    // By address first: whoever guesses links never guesses one twice.
    const address = fingerprint(networkOf(request.headers.get("x-real-ip"))).toString("hex");
    if (!(await countTry(database.prisma, `connect from ${address}`, MOST_FROM_ADDRESS)))
      return refuse("too_many");
    const link = fingerprint(input.secret).toString("hex");
    if (!(await countTry(database.prisma, `connect ${link}`, MOST_OPENINGS))) return refuse("too_many");
    const userAgent = request.headers.get("user-agent");
    const browser = browserCookie(request, input.secret) ?? newSecret();
    const opening = { ...input, userAgent, browser };
    const begun = await beginAttempt(END_USER_SCOPE, database, env.ENCRYPTION_KEYS, opening);
    if (!begun.ok) return refuse(begun.reason);
    return holdBrowser(answer({ attempt: begun.attempt }), env, input.secret, browser);
  });
}
