"use client";

import { useEffect, useRef } from "react";
import { useLiveRefresh } from "./use-live-refresh";

/** Reads the page anew after a time; asked again meanwhile, at the time that was said first. */
export function useRefreshSoon(): (milliseconds: number) => void {
  const refresh = useLiveRefresh();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return (milliseconds) => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      refresh();
    }, milliseconds);
  };
}
