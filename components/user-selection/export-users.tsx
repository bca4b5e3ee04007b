"use client";

import { useTranslations } from "next-intl";
import { DownloadButton } from "@/components/actions/download-button";
import type { ChosenUsers } from "./chosen-users";

/** Chosen people as a file. */
export function ExportUsers({ chosen }: { chosen: ChosenUsers }) {
  const t = useTranslations("selection.export");
  return (
    <DownloadButton size="small" from="/api/users/export" asked={chosen} file={t("file")} say={t}>
      {t("button")}
    </DownloadButton>
  );
}
