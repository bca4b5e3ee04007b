"use client";

import type { ReactElement } from "react";
import { Tooltip as AriaTooltip, Focusable, TooltipTrigger } from "react-aria-components";

interface TooltipProps {
  text: string;
  /** Something that can have the focus. */
  children: ReactElement<Record<string, unknown>, string>;
}

/** Words on hover and on focus, for what the shown text leaves out. */
export function Tooltip({ text, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={300}>
      <Focusable>{children}</Focusable>
      <AriaTooltip
        offset={6}
        className="max-w-[280px] rounded-md bg-ink px-2 py-1 text-label text-bg shadow-float"
      >
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
