"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { flushSync } from "react-dom";
import { CopyField } from "@/components/controls/copy-field";
import { Notice } from "@/components/ui/notice";

const SHOWN_SECONDS = 60;

/** A token, for a minute. It also goes when the page is left: a browser may keep pages that one comes back to. */
export function RevealedToken({ value, onOver }: { value: string; onOver: () => void }) {
  const t = useTranslations("tokens.reveal");
  const [left, setLeft] = useState(SHOWN_SECONDS);
  const end = useEffectEvent(onOver);
  useEffect(() => {
    const until = Date.now() + SHOWN_SECONDS * 1_000;
    const tick = () => {
      const seconds = Math.ceil((until - Date.now()) / 1_000);
      if (seconds > 0) setLeft(seconds);
      else end();
    };
    const timer = setInterval(tick, 500);
    // At once: what is kept of the page must not have it.
    const leave = () => flushSync(end);
    window.addEventListener("pagehide", leave);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pagehide", leave);
    };
  }, []);
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="warn">{t("shown")}</Notice>
      <CopyField value={value} label={t("value")} copy={t("copy")} focused />
      <p role="timer" className="text-table text-dim tabular-nums">
        {t("left", { seconds: left })}
      </p>
    </div>
  );
}
