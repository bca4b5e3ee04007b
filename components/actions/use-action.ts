"use client";

import { unstable_rethrow } from "next/navigation";
import { useState, useTransition } from "react";
import { isOfOldPage } from "@/components/navigation/old-page";
import { isServerThere } from "@/components/navigation/server-there";
import type { ActionResult, StaffProblem } from "@/lib/staff/staff-action";

/** Besides the server's answers: no answer came, this page is older than the server, or the server failed. */
export type CallProblem = "connection_lost" | "new_version" | "failed";

/** The problems of any call, whatever the action; `ActionProblem` has the messages. */
export type CommonProblem = StaffProblem | CallProblem;

/** A server action, as `staffAction` makes it. */
export type Action<Value, Problem extends string> = (input: unknown) => Promise<ActionResult<Value, Problem>>;

const LONGEST_MS = 30_000;

/**
 * Waits for a server action, whatever happens: a lost or silent connection is a problem like any other, so that what
 * was typed stays and every wait ends.
 */
export async function callAction<Value, Problem extends string>(
  calling: Promise<ActionResult<Value, Problem>>,
  longestMs = LONGEST_MS,
): Promise<ActionResult<Value, Problem | CallProblem>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<ActionResult<Value, CallProblem>>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, problem: "connection_lost" }), longestMs);
  });
  try {
    return await Promise.race([calling, late]);
  } catch (error) {
    unstable_rethrow(error);
    return { ok: false, problem: await nameProblem(error) };
  } finally {
    clearTimeout(timer);
  }
}

async function nameProblem(error: unknown): Promise<CallProblem> {
  // A script that did not come has no say in why.
  if (isOfOldPage(error)) return (await isServerThere()) ? "new_version" : "connection_lost";
  // Browsers report a missing answer as a TypeError; a fault of the server has a digest.
  return error instanceof TypeError ? "connection_lost" : "failed";
}

/**
 * Calls a server action from a form or a dialog: `pending` while it runs, then the `value` of a success, which `onDone`
 * gets too, or a `problem`. Both stay until the next answer; `forget` drops the problem, `reset` both.
 */
export function useAction<Value, Problem extends string>(
  action: Action<Value, Problem>,
  onDone?: (value: Value) => void | Promise<void>,
) {
  const [value, setValue] = useState<Value | null>(null);
  const [problem, setProblem] = useState<Problem | CallProblem | null>(null);
  const [pending, start] = useTransition();
  const run = (input: unknown) =>
    start(async () => {
      const answer = await callAction(action(input));
      setValue(answer.ok ? answer.value : null);
      setProblem(answer.ok ? null : answer.problem);
      if (answer.ok) await onDone?.(answer.value);
    });
  const forget = () => setProblem(null);
  const reset = () => {
    setValue(null);
    setProblem(null);
  };
  return { run, pending, value, problem, forget, reset };
}
