import { useTranslations } from "next-intl";
import { FilterBar, FilterChip } from "@/components/filters/filter-chip";
import { hrefWith, type Query } from "@/components/filters/href";

const DAYS = ["7", "30", "90"] as const;
const LANGUAGES = ["en", "fr"] as const;
const DEVICES = ["phone", "tablet", "desktop"] as const;

/** Period, language and device class, all of them in the URL. */
export function FunnelFilterBar({ query }: { query: Query }) {
  const t = useTranslations("funnel.filters");
  const href = (name: string, value: string) =>
    hrefWith("/users/funnel", query, { [name]: query[name] === value && name !== "days" ? null : value });
  return (
    <FilterBar>
      {DAYS.map((days) => (
        <FilterChip key={days} href={href("days", days)} active={query.days === days}>
          {t("days", { days: Number(days) })}
        </FilterChip>
      ))}
      {LANGUAGES.map((language) => (
        <FilterChip key={language} href={href("language", language)} active={query.language === language}>
          {t(language)}
        </FilterChip>
      ))}
      {DEVICES.map((device) => (
        <FilterChip key={device} href={href("device", device)} active={query.device === device}>
          {t(device)}
        </FilterChip>
      ))}
    </FilterBar>
  );
}
