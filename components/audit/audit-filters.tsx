"use client";

import { useTranslations } from "next-intl";
import { DaysFilter } from "@/components/filters/days-filter";
import { FilterBar, FilterChip } from "@/components/filters/filter-chip";
import { FilterMenu } from "@/components/filters/filter-menu";
import { filterHref, type Query } from "@/components/filters/href";
import { AUDIT_AREA_NAMES, AUDIT_OUTCOMES } from "@/lib/audit/actions";
import type { AuditFilters } from "@/lib/audit/audit-filters";

interface AuditFilterBarProps {
  query: Query;
  filters: AuditFilters;
  /** Members of the staff. */
  actors: readonly { readonly id: string; readonly name: string }[];
  /** The name of what the list is about, if it is about one thing. */
  about: string | null;
}

const DAYS = ["from", "to"] as const;

/** The filters of the audit trail, all of them in the URL. */
export function AuditFilterBar({ query, filters, actors, about }: AuditFilterBarProps) {
  const t = useTranslations("audit");
  const any = t("filters.any");
  const others = [
    { key: "system", text: t("actors.system") },
    { key: "end user", text: t("actors.end_user") },
  ];
  const people = actors.map(({ id, name }) => ({ key: id, text: name }));
  // Another actor, such as an API key, is chosen by its name in the list.
  const chosen = [...people, ...others].some(({ key }) => key === filters.actor) ? null : filters.actor;
  return (
    <FilterBar>
      <FilterMenu
        label={t("filters.actor")}
        param="actor"
        any={t("filters.anybody")}
        options={[...people, ...others, ...(chosen == null ? [] : [{ key: chosen, text: chosen }])]}
      />
      <FilterMenu
        label={t("filters.area")}
        param="area"
        any={any}
        options={AUDIT_AREA_NAMES.map((key) => ({ key, text: t(`areas.${key}`) }))}
      />
      <FilterMenu
        label={t("columns.outcome")}
        param="outcome"
        any={any}
        options={AUDIT_OUTCOMES.map((key) => ({ key, text: t(key) }))}
      />
      <DaysFilter
        days={filters}
        words={{
          ...{ label: t("filters.days"), apply: t("filters.apply") },
          ...{ from: t("filters.from"), to: t("filters.to") },
        }}
      />
      <DayChips query={query} filters={filters} />
      {filters.about !== undefined && (
        <FilterChip href={filterHref("/audit", query, { about: null })} active>
          {t("filters.about", { name: about ?? filters.about.split(":")[1]?.slice(-8) ?? "" })}
        </FilterChip>
      )}
    </FilterBar>
  );
}

function DayChips({ query, filters }: Pick<AuditFilterBarProps, "query" | "filters">) {
  const t = useTranslations("audit.filters");
  return DAYS.map((name) => {
    const day = filters[name];
    return day === undefined ? null : (
      <FilterChip key={name} href={filterHref("/audit", query, { [name]: null })} active>
        {t(`${name}Chip`, { day })}
      </FilterChip>
    );
  });
}
