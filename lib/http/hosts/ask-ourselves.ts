import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { OwnHosts } from "./own-hosts";

/** Marks a request as our own, by a value that only this process knows. */
const MARK_HEADER = "x-anytime-own-request";
const MARK = randomBytes(24).toString("hex");
const PATIENCE_MS = 5_000;

/**
 * Calls our public addresses once, so that this server sees how the proxy in front passes a request on. No answer, or
 * the answer of another replica, means nothing: not every machine reaches its own public address.
 */
export async function askOurselves({ app, connect }: OwnHosts): Promise<void> {
  const addresses = new Set([app.origin, connect.origin]);
  const ask = (address: string) =>
    fetch(`${address}/livez`, {
      headers: { [MARK_HEADER]: MARK },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).then((response) => response.body?.cancel());
  await Promise.allSettled([...addresses].map(ask));
}

/** Whether this process sent the request itself. */
export function isOwnRequest(request: IncomingMessage): boolean {
  return request.headers[MARK_HEADER] === MARK;
}
