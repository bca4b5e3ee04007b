"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { downloadFile } from "@/components/actions/download-file";
import { Button } from "@/components/controls/button";
import { sayDone } from "@/components/controls/toasts";
import type { ChosenUsers } from "./chosen-users";

/** Chosen people as a file. */
export function ExportUsers({ chosen }: { chosen: ChosenUsers }) {
  const t = useTranslations("selection.export");
  const [pending, setPending] = useState(false);
  const run = async () => {
    setPending(true);
    const saved = await downloadFile("/api/users/export", chosen, t("file"));
    setPending(false);
    sayDone({ text: t(saved) });
  };
  return (
    <Button size="small" onPress={run} isPending={pending}>
      {t("button")}
    </Button>
  );
}
