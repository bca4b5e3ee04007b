"use client";

import { useEffect, useRef } from "react";
import { CopyButton } from "./copy-button";

interface CopyFieldProps {
  value: string;
  /** Names the value for screen readers. */
  label: string;
  /** On the button. */
  copy: string;
  describedBy?: string;
  /** Takes the focus: what led here is gone, and focus would be nowhere. */
  focused?: boolean;
}

/** A value to copy: by its button, or by hand. */
export function CopyField({ value, label, copy, describedBy, focused = false }: CopyFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focused) input.current?.focus();
  }, [focused]);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <input
        ref={input}
        readOnly
        aria-label={label}
        {...(describedBy === undefined ? {} : { "aria-describedby": describedBy })}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
        className="h-9 min-w-0 grow basis-60 rounded-control border border-line-strong bg-bg px-2.5 font-mono text-[12px]"
      />
      <CopyButton value={value} label={copy} />
    </div>
  );
}
