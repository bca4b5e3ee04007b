"use client";

import { useTranslations } from "next-intl";
import { useEffect, useId, useRef } from "react";
import { CopyButton } from "@/components/controls/copy-button";
import { Notice } from "@/components/ui/notice";

/** A callback URL with its key, shown only this once. */
export function NewCallbackUrl({ url }: { url: string }) {
  const t = useTranslations("settings.keys");
  const input = useRef<HTMLInputElement>(null);
  const textId = useId();
  // The button that led here is gone: without this, focus would be nowhere.
  useEffect(() => input.current?.focus(), []);
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warn">
        <span id={textId}>{t("newUrlText")}</span>
      </Notice>
      <div className="flex flex-wrap items-center gap-2">
        <input
          ref={input}
          readOnly
          aria-label={t("callback")}
          aria-describedby={textId}
          value={url}
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 min-w-0 grow basis-60 rounded-control border border-line-strong bg-bg px-2.5 font-mono text-[12px]"
        />
        <CopyButton value={url} label={t("copyUrl")} />
      </div>
    </div>
  );
}
