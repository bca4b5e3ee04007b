"use client";

import { Check, Copy, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { classNames } from "@/components/ui/class-names";
import { buttonStyle } from "./button-style";

interface CopyButtonProps {
  value: string;
  /** The text on the button; without it, only an icon. */
  label?: string;
  /** The name of an icon without text: "Copy the callback URL". */
  name?: string;
  className?: string;
}

type Outcome = "idle" | "copied" | "failed";

/** Copies a value, and confirms it in place and to screen readers. */
export function CopyButton({ value, label, name, className }: CopyButtonProps) {
  const t = useTranslations("common");
  const [outcome, setOutcome] = useState<Outcome>("idle");
  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), outcome === "copied" ? 1_600 : 6_000);
    return () => clearTimeout(timer);
  }, [outcome]);

  // navigator.clipboard is absent if the page is not served over https.
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setOutcome("copied");
    } catch {
      setOutcome("failed");
    }
  };
  const said = outcome === "copied" ? t("copied") : outcome === "failed" ? t("copyFailed") : "";
  const icon = outcome === "copied" ? <Check /> : outcome === "failed" ? <X /> : <Copy />;
  return (
    <>
      <AriaButton
        onPress={copy}
        {...(label === undefined ? { "aria-label": name ?? t("copy") } : {})}
        className={
          label === undefined
            ? classNames(
                "inline-grid size-6 shrink-0 place-items-center rounded-md text-faint hover:bg-hover hover:text-ink [&_svg]:size-3.5",
                outcome === "copied" && "!text-ok",
                outcome === "failed" && "!text-bad",
                className,
              )
            : buttonStyle("secondary", "medium", className)
        }
      >
        {icon}
        {label !== undefined && (outcome === "copied" ? t("copied") : label)}
      </AriaButton>
      <span role="status" className={outcome === "failed" ? "text-label text-bad" : "sr-only"}>
        {said}
      </span>
    </>
  );
}
