"use client";

import { usePathname } from "next/navigation";
import { createContext, type ReactNode, use, useMemo, useState } from "react";

interface TailPause {
  readonly paused: boolean;
  readonly setPaused: (paused: boolean) => void;
}

const TailPauseContext = createContext<TailPause>({ paused: false, setPaused: () => undefined });

/**
 * Whether the page's table is paused. It stays so under another filter of the same page, but not on another page.
 */
export function TailPauseProvider({ children }: { children: ReactNode }) {
  const here = usePathname();
  const [pausedAt, setPausedAt] = useState<string | null>(null);
  const value = useMemo(
    () => ({
      paused: pausedAt === here,
      setPaused: (paused: boolean) => setPausedAt(paused ? here : null),
    }),
    [pausedAt, here],
  );
  return <TailPauseContext value={value}>{children}</TailPauseContext>;
}

/** Whether the table of this page is paused, and how to change that. */
export function useTailPause(): TailPause {
  return use(TailPauseContext);
}
