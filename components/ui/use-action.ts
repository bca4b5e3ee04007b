"use client";

import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";
import { useState, useTransition } from "react";

/** What a server action answers; `problem` is a name that words are found for. */
export type Answer<Value> = { ok: true; value: Value } | { ok: false; problem: string };

/** Besides what the action says itself: no answer came, this page is older than the server, or it failed there. */
type CallProblem = "connection_lost" | "new_version" | "failed";

const LONGEST_MS = 30_000;

/**
 * Waits for a server action, whatever becomes of it: a connection that is lost or silent is a problem like any other,
 * so that what was typed stays where it is and every wait ends.
 */
export async function callAction<Value>(
  calling: Promise<Answer<Value>>,
  longestMs = LONGEST_MS,
): Promise<Answer<Value>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Answer<Value>>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, problem: "connection_lost" }), longestMs);
  });
  try {
    return await Promise.race([calling, late]);
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, problem: nameProblem(error) };
  } finally {
    clearTimeout(timer);
  }
}

function nameProblem(error: unknown): CallProblem {
  if (unstable_isUnrecognizedActionError(error)) return "new_version";
  // Browsers say that a request got no answer by a TypeError; a fault of the server carries a digest.
  return error instanceof TypeError ? "connection_lost" : "failed";
}

/**
 * Calls a server action from a form or a dialog: `pending` while it runs, then `onDone`, or a `problem` that stays until
 * the next call or `forget`.
 */
export function useAction<Input, Value>(
  action: (input: Input) => Promise<Answer<Value>>,
  onDone: (value: Value) => void,
) {
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, start] = useTransition();
  const run = (input: Input) =>
    start(async () => {
      const answer = await callAction(action(input));
      setProblem(answer.ok ? null : answer.problem);
      if (answer.ok) onDone(answer.value);
    });
  return { run, pending, problem, forget: () => setProblem(null) };
}
