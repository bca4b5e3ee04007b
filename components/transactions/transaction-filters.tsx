import { useTranslations } from "next-intl";
import { FilterBar, FilterChip } from "@/components/filters/filter-chip";
import { filterHref, type Query } from "@/components/filters/href";
import { SearchField } from "@/components/filters/search-field";

const CHIPS = [
  ["days", "7", "days7"],
  ["days", "30", "days30"],
  ["status", "settled", "settled"],
  ["status", "authorised", "authorised"],
  ["status", "declined", "declined"],
  ["direction", "credit", "credits"],
  ["fx", "1", "fx"],
  ["unattributed", "1", "unattributed"],
] as const;

/** Search and filters of the transactions, all of them in the URL. */
export function TransactionFilterBar({ query, userName }: { query: Query; userName: string | null }) {
  const t = useTranslations("transactions");
  return (
    <FilterBar>
      <SearchField label={t("search")} />
      {userName !== null && (
        <FilterChip href={filterHref("/transactions", query, { user: null })} active>
          {userName}
        </FilterChip>
      )}
      {CHIPS.map(([name, value, label]) => {
        const active = query[name] === value;
        const href = filterHref("/transactions", query, { [name]: active ? null : value });
        return (
          <FilterChip key={`${name}-${value}`} href={href} active={active}>
            {t(`filters.${label}`)}
          </FilterChip>
        );
      })}
    </FilterBar>
  );
}
