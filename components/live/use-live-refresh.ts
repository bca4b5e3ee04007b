"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef } from "react";
import { isServerThere } from "@/components/actions/server-there";
import { useLiveStatus } from "./live-provider";

/** How soon to check again whether a dialog is still open. */
const DIALOG_MS = 1_000;

/**
 * Reloads the page's data when that can work: after a failed refresh Next loads the whole page, which with an
 * unavailable server shows the browser's error page. A missed refresh is made up for when the connection is back, or
 * the tab is visible.
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
    // The stream notices a dead server a moment late.
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

/** Somebody is filling in a dialog: after a deploy a refresh reloads the whole page, and what was typed is lost. */
function isTypingInDialog(): boolean {
  return document.querySelector(":is([role=dialog], [role=alertdialog]) :is(input, textarea)") !== null;
}
