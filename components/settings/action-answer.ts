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
