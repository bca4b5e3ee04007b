"use client";

import { unstable_isUnrecognizedActionError } from "next/navigation";
import { useEffect } from "react";
import { isServerThere } from "./server-there";

const KEY = "anytime-reloaded-at";
/** A page that was reloaded and fails again so soon is not helped by another reload. */
const ONCE_MS = 60_000;

/** Whether a fault comes from a page older than the server: its scripts or its actions are gone. */
export function isOfOldPage(error: unknown): boolean {
  return (
    (error instanceof Error && error.name === "ChunkLoadError") || unstable_isUnrecognizedActionError(error)
  );
}

/** Reloads the page once: never in a loop, and not while nobody answers. */
export function useReloadOnce(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || wasReloaded()) return;
    void isServerThere().then((there) => {
      if (there && noteReload()) window.location.reload();
    });
  }, [wanted]);
}

function wasReloaded(): boolean {
  try {
    return Date.now() - Number(sessionStorage.getItem(KEY) ?? 0) < ONCE_MS;
  } catch {
    return true; // storage is refused: a loop would go unnoticed
  }
}

function noteReload(): boolean {
  try {
    sessionStorage.setItem(KEY, String(Date.now()));
    return true;
  } catch {
    return false; // as above
  }
}
