"use client";

import { useEffect, useState } from "react";
import { type Action, type CallProblem, callAction } from "./use-action";

interface Pace {
  /** How long the question must stay unchanged before it is sent. */
  afterMs?: number;
  longestMs?: number;
}

/**
 * Calls a server action whenever the question changes. Only the answer to the latest question counts; the previous
 * value stays until then, and while there is a problem.
 */
export function useAnswer<Value, Problem extends string>(
  action: Action<Value, Problem>,
  question: unknown,
  { afterMs = 0, longestMs }: Pace = {},
) {
  // A reloaded page asks the same with another object.
  const asked = JSON.stringify(question);
  const [round, setRound] = useState(0);
  const [value, setValue] = useState<Value | null>(null);
  const [problem, setProblem] = useState<Problem | CallProblem | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another round asks the same again
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(async () => {
      const answer = await callAction(action(JSON.parse(asked)), longestMs);
      if (!wanted) return;
      setProblem(answer.ok ? null : answer.problem);
      if (answer.ok) setValue(answer.value);
    }, afterMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [action, asked, afterMs, longestMs, round]);
  return { value, problem, retry: () => setRound((before) => before + 1) };
}
