const PROBLEMS = [
  "changed_meanwhile",
  "too_weak",
  "previous_stands",
  "current_in_use",
  "malformed",
  "same_reference",
  "not_found",
  "not_permitted",
  "signed_out",
  "invalid_input",
  "failed",
] as const;

/** The key, under `settings.problems`, of the words for what an action answered. */
export function knownProblem(problem: string): (typeof PROBLEMS)[number] {
  return PROBLEMS.find((name) => name === problem) ?? "failed";
}

/** An action whose answer was lost on the way says "failed": what was typed must outlive that. */
export async function answerOf<T>(
  action: Promise<{ ok: true; value: T } | { ok: false; problem: string }>,
): Promise<{ ok: true; value: T } | { ok: false; problem: string }> {
  try {
    return await action;
  } catch {
    return { ok: false, problem: "failed" };
  }
}
