"use client";

import { useTranslations } from "next-intl";
import { DownloadButton } from "@/components/actions/download-button";
import type { AuditFilters } from "@/lib/audit/audit-filters";

/** What the filters show, as a file. */
export function ExportAudit({ filters }: { filters: AuditFilters }) {
  const t = useTranslations("audit.export");
  return (
    <DownloadButton from="/api/audit/export" asked={filters} file={t("file")} say={t}>
      {t("button")}
    </DownloadButton>
  );
}
