import { END_USER_SCOPE } from "@/lib/db/access/scope";
import { readAttemptStatus } from "@/lib/links/connecting/attempts";
import { attemptStatusSchema } from "@/lib/links/connecting/requests";
import { getRuntime } from "@/lib/runtime";
import { answer, handleConnectPost } from "../answer";
import { browserCookie } from "../browser-cookie";

/** The status of an attempt. A POST, so that the link's secret is in no URL. */
export function POST(request: Request): Promise<Response> {
  return handleConnectPost(request, "connect status", attemptStatusSchema, async (asked) => {
    const browser = browserCookie(request, asked.secret);
    const { database, env } = getRuntime();
    const { secret, attemptId, reference } = asked;
    const proof = reference === undefined ? {} : { proof: { ring: env.ENCRYPTION_KEYS, reference } };
    const order = { secret, attemptId, browser, ...proof };
    const status = await readAttemptStatus(END_USER_SCOPE, database.prisma, order);
    return answer({ status });
  });
}
