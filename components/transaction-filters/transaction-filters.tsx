"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FilterBar, FilterChip } from "@/components/filters/filter-chip";
import { FilterMenu } from "@/components/filters/filter-menu";
import { filterHref, type Query } from "@/components/filters/href";
import { SearchField } from "@/components/filters/search-field";
import { Link } from "@/components/navigation/link";
import { type PaymentDisplay, PaymentDisplayButton } from "@/components/payment-table/payment-display";
import { Notice } from "@/components/ui/notice";
import type { Period } from "@/lib/cards/filters/period";
import type { TransactionFilters } from "@/lib/cards/filters/transaction-filters";
import { describeFilters, type FilterNames } from "./filter-words";
import { MoreTransactionFilters } from "./more-filters";

interface TransactionFilterBarProps {
  query: Query;
  filters: TransactionFilters;
  names: FilterNames;
  currencies: readonly string[];
  /** The tags in use. */
  tags: readonly string[];
  /** Names of filters in the URL that mean nothing. */
  dropped: readonly string[];
  /** Whether the reader finds them by what is personal. */
  findsByName: boolean;
  /** The page in the URL is one of another list. */
  isForeignPage: boolean;
  display: PaymentDisplay;
  /** The menu of saved views. */
  views: ReactNode;
}

const PERIODS = [
  ...["today", "yesterday", "7d", "30d"],
  ...["90d", "this_month", "last_month"],
] as readonly Period[];
const STATUSES = ["settled", "authorised", "declined", "reversed", "unknown"] as const;
const DIRECTIONS = ["debit", "credit"] as const;
const SWITCHES = ["fx", "unattributed"] as const;
const AMOUNT_ORDERS = ["largest", "smallest"] as const;
const PATH = "/transactions";

/** Search and filters of the transactions, all of them in the URL, and each that is on as a chip. */
export function TransactionFilterBar(props: TransactionFilterBarProps) {
  const { query, filters, names, currencies, tags, dropped, findsByName, isForeignPage, display, views } =
    props;
  const t = useTranslations("transactions.filters");
  const columns = useTranslations("transactions");
  const any = t("any");
  const named = (words: Readonly<Record<string, string>>) =>
    Object.entries(words)
      .map(([key, text]) => ({ key, text }))
      .sort((left, right) => left.text.localeCompare(right.text));
  return (
    <>
      <FilterBar>
        <SearchField label={columns(findsByName ? "search" : "searchMasked")} maxLength={100} />
        {views}
        <FilterMenu
          label={t("period")}
          param="period"
          any={any}
          options={PERIODS.map((key) => ({ key, text: t(`periods.${key}`) }))}
          resets={["from", "to", "days"]}
        />
        <FilterMenu
          label={t("status")}
          param="status"
          any={any}
          options={STATUSES.map((key) => ({ key, text: t(`statuses.${key}`) }))}
        />
        <FilterMenu
          label={t("direction")}
          param="direction"
          any={any}
          options={DIRECTIONS.map((key) => ({ key, text: t(`directions.${key}`) }))}
        />
        <FilterMenu label={t("category")} param="category" any={any} options={named(names.categories)} />
        <FilterMenu
          label={t("currency")}
          param="currency"
          any={any}
          options={currencies.map((key) => ({ key, text: key }))}
        />
        <FilterMenu label={t("country")} param="country" any={any} options={named(names.countries)} />
        {tags.length > 0 && (
          <FilterMenu
            label={t("tag")}
            param="tag"
            any={any}
            options={tags.map((key) => ({ key, text: key }))}
          />
        )}
        {SWITCHES.filter((name) => filters[name] === undefined).map((name) => (
          <FilterChip key={name} href={filterHref(PATH, query, { [name]: "1" })}>
            {t(name)}
          </FilterChip>
        ))}
        <MoreTransactionFilters filters={filters} />
        <FilterMenu
          label={columns("sort.label")}
          param="sort"
          any={columns("sort.newest")}
          options={AMOUNT_ORDERS.map((key) => ({ key, text: columns(`sort.${key}`) }))}
        />
        <PaymentDisplayButton {...display} />
      </FilterBar>
      <ActiveFilters query={query} filters={filters} names={names} />
      {dropped.length > 0 && <Notice tone="warn">{t("dropped", { names: dropped.join(", ") })}</Notice>}
      {isForeignPage && <Notice tone="warn">{t("foreignPage")}</Notice>}
    </>
  );
}

function ActiveFilters({
  query,
  filters,
  names,
}: Pick<TransactionFilterBarProps, "query" | "filters" | "names">) {
  const t = useTranslations("transactions.filters");
  const common = useTranslations("common");
  const active = describeFilters(filters, names, t);
  if (active.length === 0) return null;
  const without = (params: readonly string[]) =>
    filterHref(PATH, query, { ...Object.fromEntries(params.map((name) => [name, null])), days: null });
  return (
    <ul aria-label={t("active")} className="mb-3 flex flex-wrap items-center gap-2">
      {active.map(({ key, text, params }) => (
        <li key={key}>
          <FilterChip href={without(params)} active>
            <span className="sr-only">{common("removeFilter", { label: "" })}</span>
            <bdi>{text}</bdi>
          </FilterChip>
        </li>
      ))}
      <li>
        <Link href={PATH} scroll={false} className="px-1 text-table text-accent hover:underline">
          {t("clearAll")}
        </Link>
      </li>
    </ul>
  );
}
