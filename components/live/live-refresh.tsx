"use client";

import { useEffect, useRef } from "react";
import type { LiveMessageKind } from "@/lib/live/message";
import { useLive } from "./live-provider";
import { useLiveRefresh } from "./use-live-refresh";

const SETTLE_MS = 300;

/** Reloads the page's data on a change of these kinds: soon, at the pace of `useLiveRefresh`, and never while hidden. */
export function LiveRefresh({ kinds }: { kinds: readonly LiveMessageKind[] }) {
  const refresh = useLiveRefresh();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useLive(kinds, () => {
    // The first change starts the wait and later ones don't extend it, so a busy stream still refreshes.
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      refresh();
    }, SETTLE_MS);
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return null;
}
