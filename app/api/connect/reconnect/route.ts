import { fingerprint } from "@/lib/crypto/secrets";
import { countTry } from "@/lib/db/rate-limit";
import { END_USER_SCOPE } from "@/lib/db/scope";
import { reconnectByEndUser } from "@/lib/links/connect-reconnect";
import { notMeSchema } from "@/lib/links/connect-requests";
import { getRuntime } from "@/lib/runtime";
import { answer, handleConnectPost, refuse } from "../answer";

/** New links from one link in a quarter of an hour. */
const MOST_LINKS = 5;

/** Makes a new link for somebody whose access was revoked. Its secret travels in the body alone. */
export function POST(request: Request): Promise<Response> {
  return handleConnectPost(request, notMeSchema, async ({ secret }) => {
    const { database, auditKeys } = getRuntime();
    const link = fingerprint(secret).toString("hex");
    if (!(await countTry(database.prisma, `reconnect ${link}`, MOST_LINKS))) return refuse("too_many");
    const made = await reconnectByEndUser(END_USER_SCOPE, database, auditKeys, secret);
    return made.ok ? answer({ secret: made.secret }) : refuse("unknown");
  });
}
