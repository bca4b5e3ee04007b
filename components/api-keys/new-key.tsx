"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { CopyButton } from "@/components/controls/copy-button";
import { Notice } from "@/components/ui/notice";

/** An API key, shown only this once. */
export function NewKey({ value }: { value: string }) {
  const t = useTranslations("apiKeys.new");
  const input = useRef<HTMLInputElement>(null);
  // The button that led here is gone: without this, focus would be nowhere.
  useEffect(() => input.current?.focus(), []);
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warn">{t("shown")}</Notice>
      <div className="flex flex-wrap items-center gap-2">
        <input
          ref={input}
          readOnly
          aria-label={t("key")}
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          className="h-9 min-w-0 grow basis-60 rounded-control border border-line-strong bg-bg px-2.5 font-mono text-[12px]"
        />
        <CopyButton value={value} label={t("copy")} />
      </div>
    </div>
  );
}
