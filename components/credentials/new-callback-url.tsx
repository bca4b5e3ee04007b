"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { CopyField } from "@/components/controls/copy-field";
import { Notice } from "@/components/ui/notice";

/** A callback URL with its key, shown only this once. */
export function NewCallbackUrl({ url }: { url: string }) {
  const t = useTranslations("settings.keys");
  const textId = useId();
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warn">
        <span id={textId}>{t("newUrlText")}</span>
      </Notice>
      <CopyField value={url} label={t("callback")} copy={t("copyUrl")} describedBy={textId} focused />
    </div>
  );
}
