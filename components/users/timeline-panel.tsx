import { useTranslations } from "next-intl";
import { FilterChip } from "@/components/filters/filter-chip";
import { hrefWith, type Query } from "@/components/filters/href";
import { Pagination } from "@/components/filters/pagination";
import { Panel } from "@/components/ui/panel";
import { type TimelineEntry, type TimelinePart, USUAL_PARTS } from "@/lib/links/users/timeline";
import { Timeline } from "./timeline";

const PARTS: readonly TimelinePart[] = ["connect", "tokens", "payments", "deliveries", "staff"];

interface TimelinePanelProps {
  entries: readonly TimelineEntry[];
  next: string | null;
  parts: readonly TimelinePart[];
  path: string;
  query: Query;
}

/** Everything that happened to a user, limited to what one wants to see. */
export function TimelinePanel({ entries, next, parts, path, query }: TimelinePanelProps) {
  const t = useTranslations("users");
  const usual = parts === USUAL_PARTS;
  const href = (part: TimelinePart) => {
    const chosen = usual ? [] : parts;
    const wanted = chosen.includes(part) ? chosen.filter((one) => one !== part) : [...chosen, part];
    return hrefWith(path, query, { before: null, show: wanted.join(",") });
  };
  return (
    <Panel title={t("timeline.title")}>
      <nav aria-label={t("timelineParts.label")} className="mb-3 flex flex-wrap gap-1.5">
        {PARTS.map((part) => (
          <FilterChip key={part} href={href(part)} active={!usual && parts.includes(part)}>
            {t(`timelineParts.${part}`)}
          </FilterChip>
        ))}
      </nav>
      <Timeline entries={entries} />
      <Pagination
        newerHref={query.before === undefined ? null : hrefWith(path, query, { before: null })}
        olderHref={next === null ? null : hrefWith(path, query, { before: next })}
      />
    </Panel>
  );
}
