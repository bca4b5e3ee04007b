import { keyedDigest } from "@/lib/crypto/secrets";
import { countTry, networkOf } from "@/lib/db/rate-limit";
import { getRuntime } from "@/lib/runtime";

/** Ways to the issuer, and back, of one network in 15 minutes: each costs it and us a request, before anybody is known. */
const MOST_TRIES = 120;

/** Refuses whoever goes to the issuer, or comes back, too often. @returns null if they may */
export async function refuseMany(request: Request, action: string): Promise<Response | null> {
  if (action !== "signin/oidc" && action !== "callback/oidc") return null;
  const { auditKeys, database, env } = getRuntime();
  const network = networkOf(request.headers.get("x-real-ip"));
  const key = keyedDigest(Buffer.from(auditKeys.auditKey), "oidc", network).toString("hex");
  if (await countTry(database.prisma, key, MOST_TRIES)) return null;
  const url = new URL("/sign-in?error=oidc_rate_limited", env.APP_URL).href;
  // The button reads where to go from the answer; on the way back the browser itself follows.
  return request.method === "POST" ? Response.json({ url }) : Response.redirect(url, 302);
}
