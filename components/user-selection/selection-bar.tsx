"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/controls/button";
import type { UserFilters } from "@/lib/links/listing/user-filters";
import type { ChosenUsers } from "./chosen-users";
import { ExportLinks } from "./export-links";
import { ExportUsers } from "./export-users";
import { MailUsers } from "./mail-users";
import { useSelection } from "./selection";
import { TagUsers } from "./tag-users";
import { UnopenedLinks } from "./unopened-links";

interface SelectionBarProps {
  filters: UserFilters;
  /** There are more people than on this page. */
  more: boolean;
  page: readonly string[];
  tags: readonly string[];
  mayWrite: boolean;
  mayExport: boolean;
  /** A mail server is configured. */
  mayMail: boolean;
}

/** What can be done with chosen people at once. */
export function SelectionBar({ filters, more, page, tags, mayWrite, mayExport, mayMail }: SelectionBarProps) {
  const t = useTranslations("selection");
  const { ids, isAll, chooseAll, clear } = useSelection();
  const chosen: ChosenUsers = isAll ? { filters } : { ids: [...ids] };
  if (ids.size === 0) return <p className="sr-only" role="status" />;
  return (
    <section
      aria-label={t("title")}
      className="sticky bottom-3 z-20 mt-3 flex flex-wrap items-center gap-2 rounded-panel border border-line-strong bg-panel px-4 py-2.5 shadow-float"
    >
      <p role="status" className="text-table font-medium">
        {isAll ? t("all") : t("chosen", { count: ids.size })}
      </p>
      {more && !isAll && ids.size === page.length && (
        <Button size="small" onPress={chooseAll}>
          {t("chooseAll")}
        </Button>
      )}
      <div className="ml-auto flex flex-wrap items-center gap-2">
        {mayWrite && <TagUsers chosen={chosen} known={tags} onDone={clear} />}
        {mayWrite && mayMail && <MailUsers chosen={chosen} kind="link" onDone={clear} />}
        {mayWrite && filters.unopened !== undefined && (
          <>
            {mayMail && <MailUsers chosen={chosen} kind="reminder" onDone={clear} />}
            <UnopenedLinks chosen={chosen} onDone={clear} />
          </>
        )}
        {mayWrite && <ExportLinks chosen={chosen} />}
        {mayExport && <ExportUsers chosen={chosen} />}
        <Button size="small" onPress={clear}>
          {t("clear")}
        </Button>
      </div>
    </section>
  );
}
