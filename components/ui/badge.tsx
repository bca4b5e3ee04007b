import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { TONE_SOFT, TONE_TEXT, type Tone } from "./tone";

interface BadgeProps {
  tone?: Tone;
  /** A dashed outline instead of a filled shape: for facts about the whole page. */
  outlined?: boolean;
  title?: string;
  className?: string;
  children: ReactNode;
}

/** A short word or number beside something. */
export function Badge({ tone = "quiet", outlined, title, className, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={classNames(
        "inline-flex items-center px-1.5 py-px text-[11px]/4 font-[560] whitespace-nowrap tabular-nums",
        outlined === true
          ? classNames("rounded-md border border-dashed border-current", TONE_TEXT[tone])
          : classNames("rounded-full", TONE_SOFT[tone]),
        className,
      )}
    >
      {children}
    </span>
  );
}
