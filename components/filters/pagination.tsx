import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/controls/button-link";

interface PaginationProps {
  /** Absent if there is nothing in that direction. */
  newerHref?: string | null;
  olderHref?: string | null;
  /** What is shown, for example "1–50 of 48,211". */
  summary?: ReactNode;
}

/** Links to the neighbours of a page of a list; nothing if the list has one page and no summary. */
export function Pagination({ newerHref, olderHref, summary }: PaginationProps) {
  const t = useTranslations("common");
  if (newerHref == null && olderHref == null && summary === undefined) return null;
  return (
    <nav aria-label={t("pages")} className="flex flex-wrap items-center gap-2 px-1 py-3 text-table text-dim">
      <span className="tabular-nums">{summary}</span>
      <span className="ml-auto flex gap-2">
        {newerHref != null && (
          <ButtonLink href={newerHref} size="small" rel="prev">
            <ChevronLeft aria-hidden="true" />
            {t("newer")}
          </ButtonLink>
        )}
        {olderHref != null && (
          <ButtonLink href={olderHref} size="small" rel="next">
            {t("older")}
            <ChevronRight aria-hidden="true" />
          </ButtonLink>
        )}
      </span>
    </nav>
  );
}
