import { useTranslations } from "next-intl";
import { FilterChip } from "@/components/filters/filter-chip";
import { ForeignPage } from "@/components/filters/foreign-page";
import { hrefWith, type Query } from "@/components/filters/href";
import { Pagination } from "@/components/filters/pagination";
import { Panel } from "@/components/ui/panel";
import type { TimelineEntry, TimelinePart } from "@/lib/links/timeline/timeline";
import { Timeline } from "./timeline";

const PARTS: readonly TimelinePart[] = ["connect", "tokens", "payments", "deliveries", "staff"];

interface TimelinePanelProps {
  entries: readonly TimelineEntry[];
  next: string | null;
  /** The position in the URL is of another timeline. */
  isForeignPage: boolean;
  /** What somebody chose; null for the usual parts. */
  chosen: readonly TimelinePart[] | null;
  path: string;
  query: Query;
}

/** Everything that happened to a user, limited to what one wants to see. */
export function TimelinePanel(props: TimelinePanelProps) {
  const { entries, next, isForeignPage, chosen, path, query } = props;
  const t = useTranslations("users");
  const href = (part: TimelinePart) => {
    const parts = chosen ?? [];
    const wanted = parts.includes(part) ? parts.filter((one) => one !== part) : [...parts, part];
    return hrefWith(path, query, { before: null, show: wanted.join(",") });
  };
  return (
    <Panel title={t("timeline.title")}>
      <nav aria-label={t("timelineParts.label")} className="mb-3 flex flex-wrap gap-1.5">
        {PARTS.map((part) => (
          <FilterChip key={part} href={href(part)} active={chosen?.includes(part) === true}>
            {t(`timelineParts.${part}`)}
          </FilterChip>
        ))}
      </nav>
      <ForeignPage isForeign={isForeignPage} />
      <Timeline entries={entries} />
      <Pagination
        newerHref={query.before === undefined ? null : hrefWith(path, query, { before: null })}
        olderHref={next === null ? null : hrefWith(path, query, { before: next })}
      />
    </Panel>
  );
}
