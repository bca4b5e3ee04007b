"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FilterBar, FilterChip } from "@/components/filters/filter-chip";
import { FilterChoices } from "@/components/filters/filter-choices";
import { FilterMenu } from "@/components/filters/filter-menu";
import { filterHref, type Query } from "@/components/filters/href";
import { SearchField } from "@/components/filters/search-field";
import { Link } from "@/components/navigation/link";
import type { UserFilters } from "@/lib/links/listing/user-filters";
import { STANDINGS } from "@/lib/links/standing/standing";
import { LinkedBetween } from "./linked-between";
import { type UserDisplay, UserDisplayButton } from "./user-display";

interface UserFilterBarProps {
  query: Query;
  filters: UserFilters;
  filtered: boolean;
  /** Whether the reader finds people by what is personal. */
  findsByName: boolean;
  /** The tags in use. */
  tags: readonly string[];
  display: UserDisplay;
  /** The menu of saved views. */
  views: ReactNode;
}

/** Search, filters and order of the linked users, all of them in the URL; each that is on is a chip. */
export function UserFilterBar(props: UserFilterBarProps) {
  const { query, filters, filtered, findsByName, tags, display, views } = props;
  const t = useTranslations("users.filters");
  const users = useTranslations("users");
  const states = STANDINGS.map((key) => ({ key, text: users(`state.${key}`) }));
  const href = (changes: Readonly<Record<string, string | null>>) => filterHref("/users", query, changes);
  const none = { q: null, state: null, attention: null, from: null, to: null, unopened: null, tag: null };
  const without = (kept: readonly string[], gone: string) => kept.filter((one) => one !== gone).join(",");
  return (
    <FilterBar>
      <SearchField label={users(findsByName ? "search" : "searchCode")} maxLength={100} />
      {views}
      <FilterChoices label={t("state")} param="state" options={states} />
      <LinkedBetween filters={filters} />
      {filters.unopened === undefined && (
        <FilterChip href={href({ unopened: "1" })}>{t("unopened")}</FilterChip>
      )}
      {tags.length > 0 && (
        <FilterMenu
          label={t("tag")}
          param="tag"
          any={t("anyTag")}
          options={tags.map((tag) => ({ key: tag, text: tag }))}
        />
      )}
      {(filters.q ?? "") === "" && (
        <FilterMenu
          label={t("sort")}
          param="sort"
          any={t("sorts.created")}
          options={[{ key: "linked", text: t("sorts.linked") }]}
        />
      )}
      <UserDisplayButton {...display} />
      {(filters.state ?? []).map((state) => (
        <FilterChip key={state} active href={href({ state: without(filters.state ?? [], state) })}>
          {users(`state.${state}`)}
        </FilterChip>
      ))}
      {filters.attention !== undefined && (
        <FilterChip active href={href({ attention: null })}>
          {users(`attention.${filters.attention}`)}
        </FilterChip>
      )}
      {filters.from !== undefined && (
        <FilterChip active href={href({ from: null })}>
          {t("fromChip", { day: filters.from })}
        </FilterChip>
      )}
      {filters.to !== undefined && (
        <FilterChip active href={href({ to: null })}>
          {t("toChip", { day: filters.to })}
        </FilterChip>
      )}
      {filters.unopened !== undefined && (
        <FilterChip active href={href({ unopened: null })}>
          {t("unopened")}
        </FilterChip>
      )}
      {(filters.q ?? "") !== "" && (
        <FilterChip active href={href({ q: null })}>
          {t("searchChip", { text: filters.q ?? "" })}
        </FilterChip>
      )}
      {filtered && (
        <Link href={href(none)} scroll={false} className="text-table text-accent hover:underline">
          {t("clear")}
        </Link>
      )}
    </FilterBar>
  );
}
