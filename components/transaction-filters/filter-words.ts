import type { useTranslations } from "next-intl";
import type { TransactionFilters } from "@/lib/cards/filters/transaction-filters";

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
  const { q, status, direction, currency, country, category, least, most } = filters;
  const one = (key: keyof TransactionFilters, text: string | undefined): ActiveFilter[] =>
    text === undefined ? [] : [{ key, text, params: [key] }];
  return [
    ...one("q", q && t("textChip", { text: q })),
    ...describeDays(filters, t),
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

/** A period goes before dates. */
function describeDays({ period, from, to }: TransactionFilters, t: Words): ActiveFilter[] {
  if (period !== undefined) return [{ key: "period", text: t(`periods.${period}`), params: ["period"] }];
  return [
    ...(from === undefined
      ? []
      : [{ key: "from", text: t("fromChip", { day: from }), params: ["from"] as const }]),
    ...(to === undefined ? [] : [{ key: "to", text: t("toChip", { day: to }), params: ["to"] as const }]),
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
