"use client";

import { usePathname } from "next/navigation";
import { createContext, type ReactNode, use, useMemo, useState } from "react";

interface TailPause {
  readonly paused: boolean;
  readonly setPaused: (paused: boolean) => void;
}

const TailPauseContext = createContext<TailPause>({ paused: false, setPaused: () => undefined });

/** Knows whether the page's table is held still. Another filter of the same page keeps it so; another page does not. */
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

/** Whether the table of this page is held still, and how to change that. */
export function useTailPause(): TailPause {
  return use(TailPauseContext);
}
