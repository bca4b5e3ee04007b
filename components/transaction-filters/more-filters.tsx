"use client";

import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { TextField } from "@/components/fields/text-field";
import { FilterDialog } from "@/components/filters/filter-dialog";
import type { TransactionFilters } from "@/lib/cards/filters/transaction-filters";

const DATES = ["from", "to"] as const;
const AMOUNTS = ["least", "most"] as const;
/** The rest is read by the page, which says what it could not understand. */
const AMOUNT = String.raw`.*\d.*`;

/** Filters that are typed instead of chosen: dates and amounts. */
export function MoreTransactionFilters({ filters }: { filters: TransactionFilters }) {
  const t = useTranslations("transactions.filters");
  return (
    <FilterDialog
      label={t("more")}
      icon={<SlidersHorizontal aria-hidden="true" className="size-3.5" />}
      apply={t("apply")}
      names={[...DATES, ...AMOUNTS]}
      replacedByDates={["period", "days"]}
      className="grid grid-cols-1 gap-4 sm:grid-cols-2"
    >
      {DATES.map((name) => (
        <TextField key={name} type="date" name={name} label={t(name)} defaultValue={filters[name] ?? ""} />
      ))}
      {AMOUNTS.map((name) => (
        <TextField
          key={name}
          name={name}
          label={t(name)}
          defaultValue={filters[name] ?? ""}
          inputMode="decimal"
          pattern={AMOUNT}
          placeholder="108,05"
        />
      ))}
    </FilterDialog>
  );
}
