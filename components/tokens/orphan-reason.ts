import { useTranslations } from "next-intl";

const REASONS = [
  "absent",
  "not_ours",
  "unknown_key",
  "unknown_attempt",
  "reference_expired",
  "reference_spent",
  "second_browser",
] as const;

/** Why a token is unassigned, in words. */
export function useOrphanReason(): (reason: string) => string {
  const t = useTranslations("tokens.reasons");
  return (reason) => t(REASONS.find((name) => name === reason) ?? "absent");
}
