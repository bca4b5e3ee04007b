"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { LiveMessageKind } from "@/lib/live/message";
import { useLive } from "./live-provider";

const SETTLE_MS = 300;
const MIN_INTERVAL_MS = 1_000;

/** Reads the page's data again when a change of these kinds comes: soon, at most once a second, and never unseen. */
export function LiveRefresh({ kinds }: { kinds: readonly LiveMessageKind[] }) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const lastAt = useRef(0);
  const owed = useRef(false);

  const refresh = () => {
    timer.current = undefined;
    owed.current = document.hidden;
    if (document.hidden) return;
    lastAt.current = Date.now();
    router.refresh();
  };
  useLive(kinds, () => {
    // A first change starts the wait and later ones don't lengthen it, so a busy feed still refreshes.
    timer.current ??= setTimeout(refresh, Math.max(SETTLE_MS, lastAt.current + MIN_INTERVAL_MS - Date.now()));
  });
  useEffect(() => {
    const show = () => {
      if (document.hidden || !owed.current) return;
      owed.current = false;
      lastAt.current = Date.now();
      router.refresh();
    };
    document.addEventListener("visibilitychange", show);
    return () => {
      document.removeEventListener("visibilitychange", show);
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [router]);
  return null;
}
