"use client";

import { CalendarRange } from "lucide-react";
import { useTranslations } from "next-intl";
import { TextField } from "@/components/controls/text-field";
import { FilterDialog } from "@/components/filters/filter-dialog";
import type { UserFilters } from "@/lib/links/users/user-filters";

const NAMES = ["from", "to"] as const;

/** The filter over the day on which users gave access. */
export function LinkedBetween({ filters }: { filters: Pick<UserFilters, "from" | "to"> }) {
  const t = useTranslations("users.filters");
  return (
    <FilterDialog
      label={t("linked")}
      icon={<CalendarRange aria-hidden="true" className="size-3.5" />}
      apply={t("apply")}
      names={NAMES}
      className="grid grid-cols-1 gap-4 sm:grid-cols-2"
    >
      <TextField type="date" name="from" label={t("from")} defaultValue={filters.from ?? ""} />
      <TextField type="date" name="to" label={t("to")} defaultValue={filters.to ?? ""} />
    </FilterDialog>
  );
}
