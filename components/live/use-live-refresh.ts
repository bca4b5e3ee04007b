"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef } from "react";
import { useLiveStatus } from "./live-provider";

/**
 * Reads the page's data again, when that can work: a refresh that fails makes Next load the page anew, which
 * on a server that is away replaces it by the browser's error page. What is owed is made good when the
 * connection is back, or the tab is looked at.
 */
export function useLiveRefresh(): () => void {
  const router = useRouter();
  const { state } = useLiveStatus();
  const live = useRef(false);
  const owed = useRef(false);
  const refresh = useCallback(async () => {
    owed.current = true;
    if (!live.current || document.hidden || !(await isServerThere())) return;
    owed.current = false;
    router.refresh();
  }, [router]);
  useEffect(() => {
    live.current = state === "live";
    if (live.current && owed.current) void refresh();
  }, [state, refresh]);
  useEffect(() => {
    const show = () => {
      if (owed.current) void refresh();
    };
    document.addEventListener("visibilitychange", show);
    return () => document.removeEventListener("visibilitychange", show);
  }, [refresh]);
  return refresh;
}

/** A server that died is noticed by the stream a moment late. */
async function isServerThere(): Promise<boolean> {
  try {
    const probe = { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(2_000) } as const;
    return (await fetch("/icon.svg", probe)).status < 500;
  } catch {
    return false;
  }
}
