"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { downloadFile } from "@/components/actions/download-file";
import { Button } from "@/components/controls/button";
import { sayDone } from "@/components/controls/toasts";
import type { AuditFilters } from "@/lib/audit/audit-filters";

/** What the filters show, as a file. */
export function ExportAudit({ filters }: { filters: AuditFilters }) {
  const t = useTranslations("audit.export");
  const [pending, setPending] = useState(false);
  const run = async () => {
    setPending(true);
    const saved = await downloadFile("/api/audit/export", filters, t("file"));
    setPending(false);
    sayDone({ text: t(saved) });
  };
  return (
    <Button onPress={run} isPending={pending}>
      {t("button")}
    </Button>
  );
}
