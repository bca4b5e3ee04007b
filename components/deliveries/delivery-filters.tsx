"use client";

import { useTranslations } from "next-intl";
import { FilterBar, FilterChip } from "@/components/filters/filter-chip";
import { FilterMenu } from "@/components/filters/filter-menu";
import { filterHref, type Query } from "@/components/filters/href";
import { SearchField } from "@/components/filters/search-field";
import { Notice } from "@/components/ui/notice";
import type { DeliveryChoices } from "@/lib/webhooks/read/deliveries-store";
import type { DeliveryFilters } from "@/lib/webhooks/read/delivery-filters";
import type { Decision } from "@/lib/webhooks/review/decisions";
import { BulkDecisions } from "./bulk-decisions";
import { MoreFilters } from "./more-filters";
import { useReason } from "./use-reason";

interface DeliveryFilterBarProps {
  query: Query;
  filters: DeliveryFilters;
  choices: DeliveryChoices;
  userName: string | null;
  /** Names of filters in the URL that mean nothing. */
  dropped: readonly string[];
  /** Whether the reader finds them by the payment in them. */
  findsPayments: boolean;
  /** What the reader may decide about many deliveries at once. */
  decisions: readonly Decision[];
}

const EVENTS = ["token_created", "token_revoked", "card_transaction_received"];
const VERDICTS = ["accepted", "held", "quarantined", "parked", "waiting", "retried", "duplicate"] as const;
const TRIES = ["1", "2", "3"];
const PERIODS = ["1h", "24h", "7d", "30d"] as const;

/** Search and filters of the deliveries, all of them in the URL, and the bulk actions. */
export function DeliveryFilterBar(props: DeliveryFilterBarProps) {
  const { query, filters, choices, userName, dropped, findsPayments, decisions } = props;
  const t = useTranslations("deliveries.filters");
  const columns = useTranslations("deliveries");
  const reason = useReason();
  const any = t("any");
  const events = [...new Set([...EVENTS, ...choices.events])];
  return (
    <FilterBar>
      <SearchField label={columns(findsPayments ? "search" : "searchOwn")} maxLength={100} />
      <FilterMenu label={t("event")} param="event" any={any} options={events.map(plain)} />
      <FilterMenu
        label={t("verdict")}
        param="verdict"
        any={any}
        options={VERDICTS.map((key) => ({ key, text: t(`verdicts.${key}`) }))}
      />
      {choices.reasons.length > 0 && (
        <FilterMenu
          label={t("reason")}
          param="reason"
          any={any}
          options={choices.reasons.map((key) => ({ key, text: reason(key) }))}
        />
      )}
      <FilterMenu label={t("try")} param="try" any={any} options={TRIES.map(plain)} />
      <FilterMenu
        label={t("period")}
        param="period"
        any={any}
        options={PERIODS.map((key) => ({ key, text: t(`periods.${key}`) }))}
        resets={["from", "to"]}
      />
      <MoreFilters filters={filters} />
      <ActiveChips query={query} filters={filters} userName={userName} />
      {/* No bulk action on deliveries that nobody asked for. */}
      {decisions.length > 0 && dropped.length === 0 && (
        <BulkDecisions filters={filters} allowed={decisions} />
      )}
      {dropped.length > 0 && (
        <Notice tone="warn" className="w-full">
          {t("dropped", { names: dropped.join(", ") })}
        </Notice>
      )}
    </FilterBar>
  );
}

const plain = (key: string) => ({ key, text: key });

/** Active filters without a menu of their own, to remove them. */
function ActiveChips({
  query,
  filters,
  userName,
}: Pick<DeliveryFilterBarProps, "query" | "filters" | "userName">) {
  const t = useTranslations("deliveries.filters");
  const off = (name: string) => filterHref("/deliveries", query, { [name]: null });
  const day = (text: string) => text.slice(0, 10);
  const chips = [
    ["from", filters.from && t("fromChip", { day: day(filters.from) })],
    ["to", filters.to && t("toChip", { day: day(filters.to) })],
    ["address", filters.address && t("addressChip", { address: filters.address })],
    ["user", filters.user && t("userChip", { name: userName ?? t("unknownUser") })],
  ] as const;
  return chips.map(([name, text]) =>
    text ? (
      <FilterChip key={name} href={off(name)} active>
        {text}
      </FilterChip>
    ) : null,
  );
}
