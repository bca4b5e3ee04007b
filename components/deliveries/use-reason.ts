import { useTranslations } from "next-intl";

const REASONS = [
  "address_mismatch",
  "address_unknown",
  "hash_mismatch",
  "key_missing",
  "stale",
  "pair_spent",
] as const;

/** Why a delivery was quarantined or held, in words. An unknown reason is shown as stored. */
export function useReason(): (reason: string) => string {
  const t = useTranslations("deliveries.reasons");
  return (reason) => {
    const known = REASONS.find((name) => name === reason);
    return known === undefined ? reason : t(known);
  };
}
