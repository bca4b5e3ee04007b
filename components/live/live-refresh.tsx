"use client";

import type { LiveMessageKind } from "@/lib/live/message";
import { useLive } from "./live-provider";
import { useRefreshSoon } from "./use-refresh-soon";

const SETTLE_MS = 300;

/** Reloads the page's data on a change of these kinds: soon, at the pace of `useLiveRefresh`, and never while hidden. */
export function LiveRefresh({ kinds }: { kinds: readonly LiveMessageKind[] }) {
  const refreshSoon = useRefreshSoon();
  // The first change starts the wait and later ones don't extend it, so a busy stream still refreshes.
  useLive(kinds, () => refreshSoon(SETTLE_MS));
  return null;
}
