"use client";

import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import { TextField } from "@/components/fields/text-field";
import { FilterDialog } from "@/components/filters/filter-dialog";
import type { DeliveryFilters } from "@/lib/webhooks/read/delivery-filters";

const NAMES = ["from", "to", "address"] as const;

/** Filters that are typed instead of chosen: dates and the source address. */
export function MoreFilters({ filters }: { filters: DeliveryFilters }) {
  const t = useTranslations("deliveries.filters");
  return (
    <FilterDialog
      label={t("more")}
      icon={<SlidersHorizontal aria-hidden="true" className="size-3.5" />}
      apply={t("apply")}
      names={NAMES}
      replacedByDates={["period"]}
      className="flex flex-col gap-4"
    >
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <TextField type="date" name="from" label={t("from")} defaultValue={day(filters.from)} />
        <TextField type="date" name="to" label={t("to")} defaultValue={day(filters.to)} />
      </div>
      <TextField
        name="address"
        label={t("address")}
        defaultValue={filters.address ?? ""}
        placeholder="203.0.113.9"
        maxLength={60}
      />
    </FilterDialog>
  );
}

function day(text: string | undefined): string {
  return text?.slice(0, 10) ?? "";
}
