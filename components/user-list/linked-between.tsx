"use client";

import { useTranslations } from "next-intl";
import { DaysFilter } from "@/components/filters/days-filter";
import type { UserFilters } from "@/lib/links/listing/user-filters";

/** The filter over the day on which users gave access. */
export function LinkedBetween({ filters }: { filters: Pick<UserFilters, "from" | "to"> }) {
  const t = useTranslations("users.filters");
  const words = { label: t("linked"), from: t("from"), to: t("to"), apply: t("apply") };
  return <DaysFilter days={filters} words={words} />;
}
