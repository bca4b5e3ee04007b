"use client";

import { useCallback, useEffect, useRef, useTransition } from "react";
import { isServerThere } from "@/components/navigation/server-there";
import { useRouter } from "@/components/navigation/use-router";
import { isNavigating } from "@/components/shell/navigation";
import { useLiveState } from "./live-provider";
import { NEVER, type Pace, restOf } from "./refresh-pace";

/** How soon to check again whether a dialog is still open, or a page still on its way. */
const LOOK_AGAIN_MS = 500;

/**
 * Reloads the page's data when that can work and disturbs nobody: after a failed refresh Next loads the whole page,
 * which with an unavailable server shows the browser's error page; a refresh during a navigation delays that. A missed
 * refresh is made up for when the connection is back, the tab is visible, or the last refresh has been over for long
 * enough.
 */
export function useLiveRefresh(): () => void {
  const router = useRouter();
  const state = useLiveState();
  const [pending, start] = useTransition();
  const live = useRef(false);
  const owed = useRef(false);
  const pace = useRef<Pace>(NEVER);
  const later = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const refreshLatest = useRef(async () => {});
  const refresh = useCallback(async () => {
    owed.current = true;
    if (!live.current || document.hidden) return;
    const lookAgain = (milliseconds: number) => {
      clearTimeout(later.current);
      later.current = setTimeout(() => void refreshLatest.current(), milliseconds);
    };
    const rest = isNavigating() || isTypingInDialog() ? LOOK_AGAIN_MS : restOf(pace.current, Date.now());
    if (rest > 0) return lookAgain(rest);
    pace.current = { began: Date.now(), ended: null };
    // The stream notices a dead server a moment late.
    if (!(await isServerThere()) || isNavigating()) {
      pace.current = { began: pace.current.began, ended: Date.now() };
      return lookAgain(LOOK_AGAIN_MS);
    }
    owed.current = false;
    start(() => router.refresh());
  }, [router]);
  useEffect(() => {
    refreshLatest.current = refresh;
    return () => clearTimeout(later.current);
  }, [refresh]);
  useEffect(() => {
    const { began, ended } = pace.current;
    if (!pending && ended === null) pace.current = { began, ended: Date.now() };
  }, [pending]);
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
