import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { TONE_SOFT, type Tone } from "./tone";

interface StatusPillProps {
  tone: Tone;
  /** Shown on hover, for example the reason. */
  title?: string;
  className?: string;
  children: ReactNode;
}

/** A state: a colour, a dot and a word. */
export function StatusPill({ tone, title, className, children }: StatusPillProps) {
  return (
    <span
      title={title}
      className={classNames(
        "inline-flex items-center gap-1.5 rounded-full py-px pr-2 pl-[7px] text-[12px]/[18px] font-[540] whitespace-nowrap",
        TONE_SOFT[tone],
        className,
      )}
    >
      <span aria-hidden="true" className="size-1.5 shrink-0 rounded-full bg-current" />
      {children}
    </span>
  );
}
