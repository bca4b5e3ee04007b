"use client";

import { useTranslations } from "next-intl";
import { CopyField } from "@/components/controls/copy-field";
import { Notice } from "@/components/ui/notice";

/** An API key, shown only this once. */
export function NewKey({ value }: { value: string }) {
  const t = useTranslations("apiKeys.new");
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warn">{t("shown")}</Notice>
      <CopyField value={value} label={t("key")} copy={t("copy")} focused />
    </div>
  );
}
