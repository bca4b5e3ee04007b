"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/controls/copy-button";
import { classNames } from "./class-names";

interface ShortIdProps {
  value: string;
  /** How many characters to show of each end; a UUIDv7 begins with its time, so its end tells more. */
  head?: number;
  tail?: number;
  className?: string;
}

/** An id, shortened to its distinctive part, and copied in full with one click. */
export function ShortId({ value, head = 0, tail = 8, className }: ShortIdProps) {
  const t = useTranslations("common");
  const whole = value.length <= head + tail + 1;
  const shown = whole ? value : `${value.slice(0, head)}…${tail > 0 ? value.slice(-tail) : ""}`;
  return (
    <span className={classNames("inline-flex items-center gap-0.5", className)}>
      <span title={value} className="font-mono text-[12px]/[18px] text-dim">
        {shown}
      </span>
      <CopyButton value={value} name={t("copyValue", { value: shown })} />
    </span>
  );
}
