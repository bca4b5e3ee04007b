import { setMaxListeners } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { onBehalfOf } from "@/lib/db/on-behalf-of";

/** Answers a request so that what it still reads is cancelled when the client goes away before the answer is whole. */
export function answerWhileThere<Result>(
  request: IncomingMessage,
  response: ServerResponse,
  answer: () => Result,
): Result {
  // What changes something goes on: it may be half done.
  if (request.method !== "GET" && request.method !== "HEAD") return answer();
  const leaving = new AbortController();
  // One for each statement that is under way.
  setMaxListeners(0, leaving.signal);
  response.once("close", () => {
    if (!response.writableFinished) leaving.abort();
  });
  return onBehalfOf(leaving.signal, answer);
}
