import { getTranslations } from "next-intl/server";
import type { z } from "zod";
import { wordingOfPage } from "@/app/connect/[session]/shown-wording";
import { newSecret } from "@/lib/crypto/secrets";
import { END_USER_SCOPE } from "@/lib/db/access/scope";
import { beginAttempt } from "@/lib/links/connecting/attempts";
import { findConnectPage } from "@/lib/links/connecting/connect-page";
import { beginAttemptSchema } from "@/lib/links/connecting/requests";
import type { ShownWording } from "@/lib/links/connecting/wording";
import { getRuntime } from "@/lib/runtime";
import { answer, handleConnectPost, refuse } from "../answer";
import { browserCookie, holdBrowser } from "../browser-cookie";

/** Begins an attempt: the page asks for it once it runs in a person's browser. */
export function POST(request: Request): Promise<Response> {
  return handleConnectPost(request, "connect", beginAttemptSchema, async (input) => {
    const { database, env } = getRuntime();
    const userAgent = request.headers.get("user-agent");
    const browser = browserCookie(request, input.secret) ?? newSecret();
    const wording = await findWording(input);
    const opening = { ...input, userAgent, browser, wording };
    const begun = await beginAttempt(END_USER_SCOPE, database, env.ENCRYPTION_KEYS, opening);
    if (!begun.ok) return refuse(begun.reason);
    return holdBrowser(answer({ attempt: begun.attempt }), env, input.secret, browser);
  });
}

/**
 * The words that the page shows now, if those are what the browser says it showed: settings may have changed since, and
 * nobody agrees to what they have not seen.
 */
async function findWording(input: z.output<typeof beginAttemptSchema>): Promise<ShownWording | null> {
  const found = await findConnectPage(END_USER_SCOPE, getRuntime().database.prisma, input.secret);
  if (!found.ok) return null;
  const t = await getTranslations({ locale: input.language, namespace: "connect" });
  const wording = wordingOfPage(t, input.language, found.page);
  return Buffer.from(wording.digest).toString("hex") === input.wording ? wording : null;
}
