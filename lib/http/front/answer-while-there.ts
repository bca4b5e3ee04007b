import { setMaxListeners } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { onBehalfOf } from "@/lib/db/access/on-behalf-of";

/** Answers a request; if the client leaves before the answer is complete, its reads are cancelled. */
export function answerWhileThere<Result>(
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => Result,
): Result {
  // A request that changes something continues: it may be half done.
  if (request.method !== "GET" && request.method !== "HEAD") return answer();
  const leaving = new AbortController();
  // One for each running statement.
  setMaxListeners(0, leaving.signal);
  response.once("close", () => {
    if (!response.writableFinished) leaving.abort();
  });
  return onBehalfOf(leaving.signal, answer);
}
