import type { useTranslations } from "next-intl";
import type { TransactionFilters } from "@/lib/cards/transactions/transaction-filters";

type Words = ReturnType<typeof useTranslations<"transactions.filters">>;

/** Names of what filters point at, as far as they are known. */
export interface FilterNames {
  readonly user: string | null;
  readonly card: string | null;
  readonly merchant: string | null;
  /** Words for values as the bank writes them, by value. */
  readonly categories: Readonly<Record<string, string>>;
  readonly countries: Readonly<Record<string, string>>;
}

/** A filter that is on, in words, and the parameters that it is. */
export interface ActiveFilter {
  readonly key: string;
  readonly text: string;
  readonly params: readonly (keyof TransactionFilters)[];
}

/** Every filter that is on. */
export function describeFilters(filters: TransactionFilters, names: FilterNames, t: Words): ActiveFilter[] {
  const { q, period, from, to, status, direction, currency, country, category, least, most } = filters;
  const one = (key: keyof TransactionFilters, text: string | undefined): ActiveFilter[] =>
    text === undefined ? [] : [{ key, text, params: [key] }];
  return [
    ...one("q", q && t("textChip", { text: q })),
    ...one("period", period && t(`periods.${period}`)),
    // A period goes before dates.
    ...one("from", period === undefined && from ? t("fromChip", { day: from }) : undefined),
    ...one("to", period === undefined && to ? t("toChip", { day: to }) : undefined),
    ...one("user", filters.user && (names.user ?? t("unknownUser"))),
    ...one("card", filters.card && t("cardChip", { card: names.card ?? "?" })),
    ...one("merchant", filters.merchant && (names.merchant ?? t("unknownMerchant"))),
    ...one("tag", filters.tag && t("tagChip", { tag: filters.tag })),
    ...one("status", status && t(`statuses.${status}`)),
    ...one("direction", direction && t(`directions.${direction}`)),
    ...one("currency", currency),
    ...one("country", country && (names.countries[country] ?? country)),
    ...one("category", category && (names.categories[category] ?? category)),
    ...describeAmounts(least, most, t),
    ...one("fx", filters.fx && t("fx")),
    ...one("unattributed", filters.unattributed && t("unattributed")),
  ];
}

function describeAmounts(least: string | undefined, most: string | undefined, t: Words): ActiveFilter[] {
  const text =
    least !== undefined && least === most
      ? t("amountChip", { amount: least })
      : least !== undefined && most !== undefined
        ? t("betweenChip", { least, most })
        : least !== undefined
          ? t("leastChip", { amount: least })
          : most !== undefined
            ? t("mostChip", { amount: most })
            : null;
  return text === null ? [] : [{ key: "amount", text, params: ["least", "most"] }];
}
