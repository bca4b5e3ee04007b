import { createHash, timingSafeEqual } from "node:crypto";
import type { ProbeAnswer } from "@/lib/http/probes/probes";
import type { Runtime } from "@/lib/runtime";

const TEXT = "text/plain; charset=utf-8";

/** `/metrics`: 404 if no token is set; otherwise for whoever has it. */
export async function answerMetrics(
  { env, metrics }: Runtime,
  authorization: string | null,
): Promise<ProbeAnswer> {
  const token = env.METRICS_TOKEN;
  if (token === undefined) return { status: 404, body: "", type: TEXT };
  const given = /^Bearer +(.+)$/i.exec(authorization ?? "")?.[1] ?? "";
  if (!isSame(given, token)) {
    const headers = { "WWW-Authenticate": 'Bearer realm="metrics"' };
    return { status: 401, body: "Send METRICS_TOKEN as a bearer token.\n", type: TEXT, headers };
  }
  return { status: 200, ...(await metrics.write()) };
}

/** In constant time, so that it reveals nothing about the token, not even its length. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
