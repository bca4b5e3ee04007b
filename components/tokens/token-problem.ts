import { useTranslations } from "next-intl";

const PROBLEMS = ["token_not_found", "user_not_found", "has_owner", "not_waiting", "not_permitted"] as const;

/** Why a decision about a token failed, in words. */
export function useTokenProblem(): (problem: string) => string {
  const t = useTranslations("tokens.problems");
  return (problem) => t(PROBLEMS.find((name) => name === problem) ?? "failed");
}
