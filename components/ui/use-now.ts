"use client";

import { useSyncExternalStore } from "react";

const TICK_MS = 1_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;

/** One clock for all times of a page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/**
 * The time in milliseconds, rounded down to `stepMs`; the component renders again when that changes.
 * During hydration it is the browser's time and not the server's: mark what depends on it with
 * `suppressHydrationWarning`.
 */
export function useNow(stepMs: number): number {
  const read = () => {
    if (timer === undefined || now === 0) now = Date.now();
    return Math.floor(now / stepMs) * stepMs;
  };
  const atServer = () => Math.floor(Date.now() / stepMs) * stepMs;
  return useSyncExternalStore(subscribe, read, atServer);
}
