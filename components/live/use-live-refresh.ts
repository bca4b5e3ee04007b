"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef } from "react";
import { isServerThere } from "@/components/ui/server-there";
import { useLiveStatus } from "./live-provider";

/** How soon to look again whether a dialog is still open. */
const DIALOG_MS = 1_000;

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
  const later = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const refreshLatest = useRef(async () => {});
  const refresh = useCallback(async () => {
    owed.current = true;
    if (!live.current || document.hidden) return;
    if (isTypingInDialog()) {
      clearTimeout(later.current);
      later.current = setTimeout(() => void refreshLatest.current(), DIALOG_MS);
      return;
    }
    // A server that died is noticed by the stream a moment late.
    if (!(await isServerThere())) return;
    owed.current = false;
    router.refresh();
  }, [router]);
  useEffect(() => {
    refreshLatest.current = refresh;
    return () => clearTimeout(later.current);
  }, [refresh]);
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

/** Somebody is filling in a dialog: after a deploy a refresh loads the page anew, and what was typed is gone. */
function isTypingInDialog(): boolean {
  return document.querySelector(":is([role=dialog], [role=alertdialog]) :is(input, textarea)") !== null;
}
