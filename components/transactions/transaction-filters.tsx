import { useTranslations } from "next-intl";
import { FilterBar, FilterChip } from "@/components/ui/filter-chip";
import { hrefWith, type Query } from "@/components/ui/href";
import { SearchField } from "@/components/ui/search-field";

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
  const off = { after: null, open: null };
  return (
    <FilterBar>
      <SearchField label={t("search")} />
      {userName !== null && (
        <FilterChip href={hrefWith("/transactions", query, { ...off, user: null })} active>
          {userName}
        </FilterChip>
      )}
      {CHIPS.map(([name, value, label]) => {
        const active = query[name] === value;
        const href = hrefWith("/transactions", query, { ...off, [name]: active ? null : value });
        return (
          <FilterChip key={`${name}-${value}`} href={href} active={active}>
            {t(`filters.${label}`)}
          </FilterChip>
        );
      })}
    </FilterBar>
  );
}
