import type { ReactNode } from "react";

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-[5px] border border-b-2 border-line px-1.5 font-mono text-[11px]/4 font-medium text-faint">
      {children}
    </kbd>
  );
}
