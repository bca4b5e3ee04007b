import { useTranslations } from "next-intl";

const PROBLEMS = ["token_not_found", "user_not_found", "has_owner", "not_waiting", "not_permitted"] as const;

/** Words for what kept a decision over a token from being carried out. */
export function useTokenProblem(): (problem: string) => string {
  const t = useTranslations("tokens.problems");
  return (problem) => t(PROBLEMS.find((name) => name === problem) ?? "failed");
}
