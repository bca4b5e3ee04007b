import { useTranslations } from "next-intl";

const REASONS = [
  "address_mismatch",
  "address_unknown",
  "hash_mismatch",
  "key_missing",
  "stale",
  "pair_spent",
] as const;

/** Words for why a delivery was refused or held. What has none is said as it was noted. */
export function useReason(): (reason: string) => string {
  const t = useTranslations("deliveries.reasons");
  return (reason) => {
    const known = REASONS.find((name) => name === reason);
    return known === undefined ? reason : t(known);
  };
}
